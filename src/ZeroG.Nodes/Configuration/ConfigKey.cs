namespace ZeroG.Nodes.Configuration;

/// <summary>A key that an official node knows.</summary>
/// <param name="Name">Section and key, <c>rpc.listen_address</c>; keys of the top level stand alone.</param>
/// <param name="Kind">What it may hold.</param>
/// <param name="Unsupported">Why this node does not follow it; null when it does.</param>
/// <param name="Agreeing">
/// A value of an unsupported key that asks for what this node does anyway, so that nobody has to be warned; null when there is none.
/// </param>
internal sealed record ConfigKey(string Name, ConfigValueKind Kind, string? Unsupported = null, object? Agreeing = null);
