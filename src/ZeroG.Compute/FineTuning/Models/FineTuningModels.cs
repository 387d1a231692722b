using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.FineTuning.Models;

/// <summary>The models of a network: those that all providers know, and providers' own.</summary>
/// <param name="network">The network.</param>
/// <param name="options">Null for the defaults.</param>
/// <param name="handler">Transport for tests; null for HTTP.</param>
public sealed class FineTuningModels(Network network, FineTuningClientOptions? options = null, HttpMessageHandler? handler = null)
{
    private const ulong MainnetId = 16661;
    private const ulong GalileoId = 16602;

    // Names, hashes and networks: 0g-compute-ts-sdk, src.ts/sdk/fine-tuning/const.ts. Reserves: documentation of 0G's fine-tuning.
    private static readonly (FineTuningModel Model, Func<ulong, bool> IsOn)[] All =
    [
        (new FineTuningModel(
            "Qwen2.5-0.5B-Instruct", "0xb4f76a886b8655c92bb021922d60b5e4d9271a5c9da98b6cb10937a06c2c75a7", IsBuiltIn: true)
            { StorageReserve = TokenAmount.Parse("0.01") },
            static id => id is MainnetId or GalileoId),
        (new FineTuningModel("Qwen3-32B", "0x2e6f9620c35bdcb2b753cc7aa34e78077a8ed133e36fa36008fd6bdfd29af3a5", IsBuiltIn: true)
            { StorageReserve = TokenAmount.Parse("0.09") },
            static id => id is MainnetId),
        (new FineTuningModel("mock-model", "0xcb42b5ca9e998c82dd239ef2d20d22a4ae16b3dc0ce0a855c93b52c7c2bab6dc", IsBuiltIn: true),
            static id => id is not (MainnetId or GalileoId)),
    ];

    private readonly FineTuningClientOptions _options = options ?? new FineTuningClientOptions();

    /// <summary>The models that all providers of a network know.</summary>
    public static IReadOnlyList<FineTuningModel> BuiltIn(Network network) =>
        [.. All.Where(entry => entry.IsOn(network.ChainId)).Select(entry => entry.Model)];

    /// <summary>All models of one provider, the built-in ones first.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnreachable</c>, <c>ZgProviderAnswerInvalid</c>, <c>ZgProviderRefused</c>.</exception>
    public async Task<IReadOnlyList<FineTuningModel>> GetAsync(FineTuningService service, CancellationToken cancellationToken = default) =>
        [.. BuiltIn(network).Select(model => Offer(model, service)), .. await GetOwnAsync(service, cancellationToken)];

    /// <summary>
    /// The models that a provider alone has. A provider without such models on chain is not asked, as the official client does.
    /// </summary>
    /// <exception cref="ZeroGException">As for <see cref="GetAsync"/>.</exception>
    public async Task<IReadOnlyList<FineTuningModel>> GetOwnAsync(
        FineTuningService service, CancellationToken cancellationToken = default)
    {
        if (service.Models.Count == 0)
        {
            return [];
        }

        if (!Uri.TryCreate(service.Url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new ZeroGException(
                "ZgProviderAnswerInvalid", ErrorKind.ProtocolError,
                $"Provider {service.Provider} has registered an address that cannot be used. Choose another provider.", service.Provider);
        }

        using ProviderTransport transport = new(uri, _options, handler);
        byte[] answer = await transport.GetAsync("/v1/model", cancellationToken);
        try
        {
            return [.. ModelRecord.ParseList(answer).Select(model => Offer(
                new FineTuningModel(ForeignText.Clean(model.Name), ForeignText.Clean(model.Hash), IsBuiltIn: false)
                {
                    Description = ForeignText.Clean(model.Description ?? ""),
                    DataType = ForeignText.Clean(model.DataType is { Length: > 0 } type ? type : "text"),
                },
                service))];
        }
        catch (JsonException failure)
        {
            throw ProviderFaults.Malformed(uri, "no list of models", failure);
        }
    }

    /// <summary>The model that a user means by a name or a hash. A built-in one is found without asking the provider.</summary>
    /// <exception cref="ZeroGException"><c>ZgModelNotOffered</c>, and as for <see cref="GetAsync"/>.</exception>
    public async Task<FineTuningModel> FindAsync(
        FineTuningService service, string nameOrHash, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<FineTuningModel> builtIn = BuiltIn(network);
        if (Match(builtIn) is { } known)
        {
            return Offer(known, service);
        }

        IReadOnlyList<FineTuningModel> own = await GetOwnAsync(service, cancellationToken);
        return Match(own)
            ?? throw TaskRefusal.ModelNotOffered(service.Provider, nameOrHash, [.. builtIn.Concat(own).Select(model => model.Name)]);

        FineTuningModel? Match(IReadOnlyList<FineTuningModel> models) =>
            models.FirstOrDefault(model => model.Name == nameOrHash)
            ?? models.FirstOrDefault(model => string.Equals(model.Hash, nameOrHash, StringComparison.OrdinalIgnoreCase));
    }

    private static FineTuningModel Offer(FineTuningModel model, FineTuningService service) => model with
    {
        Provider = service.Provider,
        PricePerToken = service.PricePerToken,
        IsAvailable = !service.IsOccupied,
    };
}
