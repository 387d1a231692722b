using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>Which provider is asked when the user names none: the cheapest that answers and can be paid.</summary>
/// <param name="compute">The contracts.</param>
/// <param name="status">The status API, which may know nothing.</param>
public sealed class ServiceChoice(ComputeClient compute, StatusClient status)
{
    /// <summary>Chooses.</summary>
    /// <param name="user">Who pays.</param>
    /// <param name="serviceType">What it shall do.</param>
    /// <param name="model">Which model; null for any.</param>
    /// <param name="mayOpenAccount">True when money may be moved to a provider that has none yet.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="ZeroGException"><c>ZgNoProvider</c>.</exception>
    public async Task<InferenceService> ChooseAsync(
        Address user, string serviceType, string? model, bool mayOpenAccount, CancellationToken cancellationToken = default)
    {
        Task<IReadOnlyList<ServiceHealth>> health = status.GetHealthAsync(cancellationToken);
        Task<IReadOnlyList<ServedModel>> models = status.GetModelsAsync(cancellationToken);
        IReadOnlyList<InferenceService> services = await compute.Inference.GetServicesAsync(cancellationToken);
        IReadOnlyList<SubAccount> accounts = await compute.Inference.GetAccountsAsync(user, cancellationToken);
        return Choose(services, await health, await models, accounts, serviceType, model, mayOpenAccount);
    }

    /// <summary>Chooses among what is known.</summary>
    internal static InferenceService Choose(
        IReadOnlyList<InferenceService> services, IReadOnlyList<ServiceHealth> health, IReadOnlyList<ServedModel> models,
        IReadOnlyList<SubAccount> accounts, string serviceType, string? model, bool mayOpenAccount)
    {
        InferenceService[] fitting =
        [
            .. services.Where(service => service.IsTeeSignerAcknowledged && ServiceTypes.Same(service.ServiceType, serviceType)
                && (model is null || service.Model == model
                    || models.Any(served => served.Provider == service.Provider && (served.Id == model || served.CanonicalId == model)))),
        ];
        InferenceService[] healthy = [.. fitting.Where(service => IsHealthy(service, health))];
        HashSet<Address> payable =
            [.. accounts.Where(account => account.IsAcknowledged && !account.Free.IsZero).Select(account => account.Provider)];
        return Cheapest(healthy.Where(service => payable.Contains(service.Provider)))
            ?? (mayOpenAccount ? Cheapest(healthy) : null)
            ?? throw None(fitting, healthy, serviceType, model);
    }

    // A provider of several models has an entry for each; that of the record's model speaks for the service, or else the worst.
    private static bool IsHealthy(InferenceService service, IReadOnlyList<ServiceHealth> health)
    {
        ServiceHealth[] own = [.. health.Where(entry => entry.Provider == service.Provider)];
        ServiceHealth? speaks = own.FirstOrDefault(entry => entry.Model == service.Model) ?? own.MaxBy(entry => entry.State);
        return speaks is null or { State: HealthState.Healthy or HealthState.Unknown };
    }

    private static InferenceService? Cheapest(IEnumerable<InferenceService> services) => services
        .OrderBy(service => service.InputPrice + service.OutputPrice).ThenBy(service => service.Provider).FirstOrDefault();

    private static ZeroGException None(InferenceService[] fitting, InferenceService[] healthy, string serviceType, string? model)
    {
        string what = model is null ? serviceType : $"{serviceType} with model {ForeignText.Clean(model, 100)}";
        string message = fitting.Length == 0
            ? $"No provider offers {what} on this network. Get-ZgProvider lists what there is."
            : healthy.Length == 0
                ? $"All {fitting.Length} providers of {what} are in trouble by the network's status. Name one with -Provider, or try later."
                : $"You have no money with a provider of {what}. Transfer to one with Move-ZgFund, for example to "
                    + $"{Cheapest(healthy)!.Provider}, the cheapest.";
        return new ZeroGException("ZgNoProvider", ErrorKind.ObjectNotFound, message);
    }
}
