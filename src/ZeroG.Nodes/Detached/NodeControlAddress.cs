namespace ZeroG.Nodes.Detached;

/// <summary>How to talk to a detached node: an address on loopback and the word that proves who may. Kept in a file of mode 0600.</summary>
internal sealed record NodeControlAddress(Uri Uri, string Token);
