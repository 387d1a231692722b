using ZeroG.Nodes.Compute.Backends;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>An OpenAI-compatible server beside the chain, for example one of the user's own.</summary>
/// <param name="Id">How it is called in answers and status.</param>
/// <param name="Uri">Its base address, usually ending in <c>/v1</c>.</param>
/// <param name="Key">The user's key there; null for none.</param>
/// <param name="Model">The model for requests that name none; null leaves the choice to the server.</param>
/// <param name="Priority">See <see cref="ProxyUpstream"/>; the default is 50.</param>
public sealed record EndpointUpstream(string Id, Uri Uri, BackendKey? Key = null, string? Model = null, int Priority = 50)
    : ProxyUpstream(Priority);
