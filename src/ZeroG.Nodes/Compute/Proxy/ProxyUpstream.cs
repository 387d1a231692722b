namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>Somebody who answers the requests of an <see cref="InferenceProxyNode"/>.</summary>
/// <param name="Priority">Who is asked first: the lower number. Equals are asked in the order in which they are given.</param>
public abstract record ProxyUpstream(int Priority);
