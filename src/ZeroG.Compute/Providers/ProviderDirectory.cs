using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Providers;

/// <summary>The providers of a network.</summary>
/// <param name="client">The contracts.</param>
/// <param name="status">The network's status service; what it does not say stays empty.</param>
public sealed class ProviderDirectory(ComputeClient client, StatusClient status)
{
    /// <summary>All services of a market, in the order of type and model.</summary>
    public async Task<IReadOnlyList<ComputeProvider>> ListAsync(ServiceKind kind, CancellationToken cancellationToken = default)
    {
        if (kind == ServiceKind.FineTuning)
        {
            IReadOnlyList<FineTuningService> trainers = await client.FineTuning.GetServicesAsync(cancellationToken);
            return Sorted(trainers.Select(service => ComputeProvider.Of(service, client.Network.Name)));
        }

        Task<IReadOnlyList<InferenceService>> services = client.Inference.GetServicesAsync(cancellationToken);
        (IReadOnlyList<ServiceHealth> health, IReadOnlyList<ServedModel> models) = await AskStatusAsync(cancellationToken);
        return Sorted((await services).Select(service => ComputeProvider.Of(service, client.Network.Name, health, models)));
    }

    /// <summary>The services of one provider in the markets given.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>: it offers nothing there.</exception>
    public async Task<IReadOnlyList<ComputeProvider>> FindAsync(
        Address provider, IReadOnlyList<ServiceKind> kinds, CancellationToken cancellationToken = default)
    {
        List<ComputeProvider> found = [];
        if (kinds.Contains(ServiceKind.Inference)
            && await client.Inference.FindServiceAsync(provider, cancellationToken) is { } inference)
        {
            (IReadOnlyList<ServiceHealth> health, IReadOnlyList<ServedModel> models) = await AskStatusAsync(cancellationToken);
            found.Add(ComputeProvider.Of(inference, client.Network.Name, health, models));
        }

        if (kinds.Contains(ServiceKind.FineTuning)
            && await client.FineTuning.FindServiceAsync(provider, cancellationToken) is { } fineTuning)
        {
            found.Add(ComputeProvider.Of(fineTuning, client.Network.Name));
        }

        return found.Count > 0 ? found : throw await new ComputeRefusal(client).ProviderUnknownAsync(kinds[0], provider, cancellationToken);
    }

    private async Task<(IReadOnlyList<ServiceHealth> Health, IReadOnlyList<ServedModel> Models)> AskStatusAsync(
        CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<ServiceHealth>> health = status.GetHealthAsync(cancellationToken);
        IReadOnlyList<ServedModel> models = await status.GetModelsAsync(cancellationToken);
        return (await health, models);
    }

    private static ComputeProvider[] Sorted(IEnumerable<ComputeProvider> providers) =>
    [
        .. providers.OrderBy(provider => provider.Type, StringComparer.Ordinal)
            .ThenBy(provider => provider.Model, StringComparer.Ordinal),
    ];
}
