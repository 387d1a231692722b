using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>A provider on the chain, paid from the wallet's sub-account with it.</summary>
/// <param name="Provider">Its address.</param>
/// <param name="Priority">See <see cref="ProxyUpstream"/>; the default is 100.</param>
public sealed record ProviderUpstream(Address Provider, int Priority = 100) : ProxyUpstream(Priority);
