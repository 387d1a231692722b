namespace ZeroG.Chain.Abi;

/// <summary>What an event leaves in a log.</summary>
/// <param name="Topics">The event's topic, unless it is anonymous, and one topic per indexed parameter.</param>
/// <param name="Data">The encoding of the other parameters.</param>
public sealed record AbiLog(Hash256[] Topics, byte[] Data);
