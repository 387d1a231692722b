namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>An answer that went through the proxy, as far as verification needs it.</summary>
/// <param name="Upstream">Who gave it.</param>
/// <param name="Key">Under which the provider keeps the signature.</param>
/// <param name="Model">The model that was asked; null where the server chose.</param>
/// <param name="RequestHash">SHA-256 of the request's body as it went out, lower-case hex.</param>
/// <param name="ResponseHash">
/// SHA-256 of the whole body of the answer, lower-case hex; null for images, of which providers sign each by itself.
/// </param>
internal sealed record ServedReply(Upstream Upstream, string Key, string? Model, string RequestHash, string? ResponseHash);
