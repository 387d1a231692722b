using ZeroG.Chain;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>The provider's entry among the services on the chain: written when it is missing, and again only where it differs.</summary>
internal sealed class ServiceRecord(FineTuningProviderOptions options, IFineTuningChain chain, Address teeSigner, NodeLog log)
{
    private FineTuningService? _published;

    /// <summary>Brings the entry up to date.</summary>
    /// <param name="url">Where users reach the provider.</param>
    /// <param name="occupied">Whether it works on a task.</param>
    /// <param name="cancellationToken">Stops waiting for the chain.</param>
    public async Task PublishAsync(Uri url, bool occupied, CancellationToken cancellationToken)
    {
        FineTuningService? old = await chain.FindServiceAsync(cancellationToken);
        string[] models = [.. options.Models.Where(model => !model.IsBuiltIn).Select(model => model.Name).Order(StringComparer.Ordinal)];
        FineTuningService wanted = new(
            chain.Provider, url.ToString().TrimEnd('/'), options.Quota, options.PricePerToken, occupied, models, teeSigner,
            old?.IsTeeSignerAcknowledged ?? false);
        if (old is not null && IsSame(old, wanted))
        {
            FineTuningLog.Unchanged(log, chain.Provider);
        }
        else
        {
            await chain.PublishAsync(wanted, isNew: old is null, cancellationToken);
            FineTuningLog.Registered(log, chain.Provider, url);
        }

        if (!wanted.IsTeeSignerAcknowledged)
        {
            FineTuningLog.NotAcknowledged(log, chain);
        }

        _published = wanted;
    }

    /// <summary>Says whether the provider works on a task, if that is new.</summary>
    public async Task SetOccupiedAsync(bool occupied, CancellationToken cancellationToken)
    {
        if (_published is { } service && service.IsOccupied != occupied)
        {
            FineTuningService changed = service with { IsOccupied = occupied };
            await chain.PublishAsync(changed, isNew: false, cancellationToken);
            _published = changed;
        }
    }

    private static bool IsSame(FineTuningService old, FineTuningService wanted) =>
        old.Url == wanted.Url && old.Quota == wanted.Quota && old.PricePerToken == wanted.PricePerToken
        && old.IsOccupied == wanted.IsOccupied && old.TeeSigner == wanted.TeeSigner && old.Models.SequenceEqual(wanted.Models);
}
