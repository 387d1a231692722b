using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Inference.Wire;

namespace ZeroG.Compute.Providers;

/// <summary>Asks inference providers themselves for the models that they serve now (compute.md §2.1).</summary>
public sealed class ProviderModels : IDisposable
{
    // Providers are asked side by side, but not so many that one's own connection is what is measured.
    private const int AtOnce = 8;
    private const int LargestList = 4 << 20;

    private readonly ProviderReader _reader;

    /// <summary>Prepares to ask.</summary>
    /// <param name="timeout">How long to wait for each; 10 seconds when omitted.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    public ProviderModels(TimeSpan? timeout = null, HttpMessageHandler? handler = null) =>
        _reader = new ProviderReader(timeout ?? TimeSpan.FromSeconds(10), 1, LargestList, TimeProvider.System, handler);

    public void Dispose() => _reader.Dispose();

    /// <summary>
    /// Asks all inference providers of a list. One that does not answer says so in <see cref="ComputeProvider.Reason"/>; the others of the
    /// list are left as they are.
    /// </summary>
    public async Task<IReadOnlyList<ComputeProvider>> AskAsync(
        IReadOnlyList<ComputeProvider> providers, CancellationToken cancellationToken = default)
    {
        using SemaphoreSlim room = new(AtOnce);
        return await Task.WhenAll(providers.Select(async provider =>
        {
            if (provider.Service != ServiceKind.Inference)
            {
                return provider;
            }

            await room.WaitAsync(cancellationToken);
            try
            {
                return provider.With(await GetAsync(provider, cancellationToken));
            }
            catch (ZeroGException failure)
            {
                return provider with { IsAnswering = false, Reason = failure.Message };
            }
            finally
            {
                room.Release();
            }
        }));
    }

    private async Task<IReadOnlyList<ServedModel>> GetAsync(ComputeProvider provider, CancellationToken cancellationToken)
    {
        ProviderPage page = await _reader.GetAsync(
            provider.Provider, new InferenceEndpoint(provider.Url), "/v1/models", cancellationToken);
        return page is { IsSuccess: true, Body: { } body } && ProviderConnection.ReadModels(Encoding.UTF8.GetString(body)) is { } models
            ? models
            : throw new ZeroGException(
                "ZgProviderAnswerInvalid", ErrorKind.ProtocolError,
                $"Provider {provider.Provider} answers no list of models (HTTP {(int)page.Status}). Use another provider.",
                provider.Provider);
    }
}
