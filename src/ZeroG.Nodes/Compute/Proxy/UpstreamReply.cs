namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>The head of an upstream's answer.</summary>
/// <param name="Response">The answer, whose body is not read yet; the taker's to dispose.</param>
/// <param name="Sent">The bytes of the request as they went out.</param>
/// <param name="Model">The model that was asked for; null where the server chose.</param>
internal sealed record UpstreamReply(HttpResponseMessage Response, byte[] Sent, string? Model);
