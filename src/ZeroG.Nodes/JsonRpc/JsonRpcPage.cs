namespace ZeroG.Nodes.JsonRpc;

/// <summary>A page that a host answers to GET beside its methods.</summary>
/// <param name="Path">Where, <c>/metrics</c> for example.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Write">Its text at the moment it is asked for.</param>
public sealed record JsonRpcPage(string Path, string ContentType, Func<string> Write);
