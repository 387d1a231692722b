using System.Net;
using System.Net.Http.Headers;

namespace ZeroG.Compute.Providers;

/// <summary>What a provider answered to a question that is open to all.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The answer; null when it is larger than is read.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record ProviderPage(HttpStatusCode Status, byte[]? Body, HttpResponseHeaders Headers)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
