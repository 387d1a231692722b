namespace ZeroG.Nodes.Storage;

/// <summary>A checked segment on its way into the store.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="Data">Whole sectors, borrowed from the caller.</param>
/// <param name="Proof">Its proof in stored form.</param>
internal readonly record struct IncomingSegment(long Index, ReadOnlyMemory<byte> Data, byte[] Proof);
