using System.Text.Json;
using ZeroG.Chain.Networks;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The network's status API: health and models of all services. It is a convenience of somebody's server: when it fails, or takes longer
/// than ten seconds, lists stay empty and nothing else is lost.
/// </summary>
public sealed class StatusClient : IDisposable
{
    // The limit of the official client.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const int LargestAnswer = 16 << 20;

    private readonly HttpClient _http;
    private readonly Uri? _uri;

    /// <summary>Prepares a client.</summary>
    /// <param name="uri">Address of the API; null for none, so that all lists are empty.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    public StatusClient(Uri? uri, HttpMessageHandler? handler = null)
    {
        _uri = uri;
        _http = new HttpClient(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null)
        {
            Timeout = Limit,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>Where a network's status API is; null for a network that has none, such as one of this machine.</summary>
    public static Uri? UriOf(Network network) => network.ChainId switch
    {
        16661 => new Uri("https://compute-status.0g.ai"),
        16602 => new Uri("https://compute-status-testnet.0g.ai"),
        _ => null,
    };

    /// <summary>Health of all services; empty when it cannot be had.</summary>
    public Task<IReadOnlyList<ServiceHealth>> GetHealthAsync(CancellationToken cancellationToken = default) =>
        ListAsync("health", "services", ServiceHealth.Read, cancellationToken);

    /// <summary>Models of all providers; empty when they cannot be had.</summary>
    public Task<IReadOnlyList<ServedModel>> GetModelsAsync(CancellationToken cancellationToken = default) =>
        ListAsync("models", "data", ServedModel.Read, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string path, string member, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (_uri is null)
        {
            return [];
        }

        try
        {
            string text = await _http.GetStringAsync(new Uri(_uri, path), cancellationToken);
            return [.. (LenientJson.ParseObject(text)?.Items(member) ?? []).Select(read).OfType<T>()];
        }
        catch (HttpRequestException)
        {
            return [];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}
