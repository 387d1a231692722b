using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>
/// A user's fine-tuned models at an inference provider. Deploying costs nothing; the provider fetches the model by itself once the
/// fine-tuning provider has published its key.
/// </summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/inference/broker/lora.ts.</remarks>
public sealed class AdapterClient : IDisposable
{
    private const string Route = "/v1/lora/adapters";

    private readonly ProviderTransport _transport;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="provider">Address of the inference provider.</param>
    /// <param name="uri">Where it is.</param>
    /// <param name="secret">Gives the secret of a session token of the user for this provider.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    public AdapterClient(
        Address provider, Uri uri, Func<CancellationToken, Task<string>> secret, FineTuningClientOptions? options = null,
        HttpMessageHandler? handler = null)
    {
        Provider = provider;
        _transport = new ProviderTransport(uri, options ?? new FineTuningClientOptions(), handler, secret);
    }

    /// <summary>The provider.</summary>
    public Address Provider { get; }

    public void Dispose() => _transport.Dispose();

    /// <summary>All of the user's.</summary>
    /// <exception cref="ZeroGException"><c>ZgAdapterUnsupported</c>, <c>ZgProviderUnreachable</c>, <c>ZgProviderRefused</c>.</exception>
    public async Task<IReadOnlyList<AdapterRecord>> GetAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return Read(await _transport.GetAsync(Route, cancellationToken), static json => AdapterRecord.ParseList(json));
        }
        catch (ProviderFault fault) when (fault.Status is 404 or 405 or 501)
        {
            throw Unsupported(fault);
        }
    }

    /// <summary>The state of one; null when the provider has not heard of it.</summary>
    public async Task<AdapterRecord?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return Read(
                await _transport.GetAsync($"{Route}/{Uri.EscapeDataString(name)}", cancellationToken),
                static json => AdapterRecord.Parse(json));
        }
        catch (ProviderFault fault) when (
            fault.Status == 404 || fault.Words?.Contains("not found", StringComparison.OrdinalIgnoreCase) == true)
        {
            return null;
        }
    }

    /// <summary>Asks the provider to serve one.</summary>
    /// <exception cref="ZeroGException"><c>ZgAdapterUnsupported</c>, <c>ZgProviderUnreachable</c>, <c>ZgProviderRefused</c>.</exception>
    public async Task DeployAsync(DeployAdapterRecord wanted, CancellationToken cancellationToken = default)
    {
        try
        {
            await _transport.PostAsync(Route + "/deploy", wanted.ToJson(), cancellationToken);
        }
        catch (ProviderFault fault) when (fault.Status is 405 or 501 || (fault.Status == 404 && fault.Words is null))
        {
            throw Unsupported(fault);
        }
    }

    private ZeroGException Unsupported(Exception cause) => new(
        "ZgAdapterUnsupported", ErrorKind.InvalidOperation,
        $"Provider {Provider} serves no fine-tuned models. Use an inference provider that does.", Provider, cause);

    private T Read<T>(byte[] answer, Func<byte[], T> parse)
    {
        try
        {
            return parse(answer);
        }
        catch (JsonException e)
        {
            throw ProviderFaults.Malformed(_transport.Uri, "no fine-tuned models", e);
        }
    }
}
