using System.Globalization;
using System.Net;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>
/// What a provider's refusal means to the user, with the figures that the user needs to act (0G compute specification 7). Figures that
/// cannot be had are left out; the refusal itself is always told.
/// </summary>
/// <param name="connection">Asks the chain, the provider and the status API for the figures.</param>
internal sealed class RefusalReport(ProviderConnection connection)
{
    /// <summary>A body above the limit of brokers.</summary>
    public static ZeroGException TooLarge(InferenceService service, long size) => new(
        "ZgRequestTooLarge", ErrorKind.LimitsExceeded,
        string.Create(CultureInfo.InvariantCulture, $"Request is {size / (double)(1 << 20):0.#} MiB; the limit is ")
        + $"{ProviderHandler.LargestRequest >> 20} MiB. Send a smaller file or a shorter text.", service.Provider);

    /// <summary>The failure to throw.</summary>
    /// <param name="refusal">What the provider said.</param>
    /// <param name="service">Who.</param>
    /// <param name="model">Which model was asked for.</param>
    /// <param name="cancellationToken">Stops the questions for figures.</param>
    public async Task<ZeroGException> ExplainAsync(
        BrokerRefusal refusal, InferenceService service, string model, CancellationToken cancellationToken)
    {
        Address provider = service.Provider;
        return refusal switch
        {
            _ when refusal.Says("session token") || refusal.Says("Authorization header") => TokenRefused(refusal, provider),
            _ when refusal.Says("user not acknowledge") => NotAcknowledged(provider, refusal),
            _ when refusal.Says("not acknowledge the tee signer") => new ZeroGException(
                "ZgSignerNotApproved", ErrorKind.PermissionDenied,
                "The network operator has not approved this provider's TEE signer. Use another provider.", provider, refusal),
            { IsTooLow: true } => await TooLowAsync(refusal, service, cancellationToken),
            _ when refusal.Says("AccountNotExists") || refusal.Says("account not exist") =>
                await connection.MissingAccountAsync(provider, cancellationToken),
            { IsLimit: true } => Busy(refusal, service),
            { Status: HttpStatusCode.RequestEntityTooLarge } => new ZeroGException(
                "ZgRequestTooLarge", ErrorKind.LimitsExceeded,
                $"The request is larger than {provider} takes; the limit is {ProviderHandler.LargestRequest >> 20} MiB. "
                + "Send a smaller file or a shorter text.", provider, refusal),
            { Status: HttpStatusCode.Gone } => await ModelGoneAsync(refusal, service, model, cancellationToken),
            { Status: HttpStatusCode.BadRequest or HttpStatusCode.NotFound } when refusal.Says("model") =>
                await ModelGoneAsync(refusal, service, model, cancellationToken),
            _ => Other(refusal, service),
        };
    }

    /// <summary>A provider that does not answer.</summary>
    public async Task<ZeroGException> ExplainAsync(ProviderSilence silence, InferenceService service, CancellationToken cancellationToken)
    {
        HealthState? health = await connection.FindHealthAsync(service, cancellationToken);
        return new ZeroGException(
            "ZgProviderUnreachable", ErrorKind.ConnectionError,
            $"Provider {new InferenceEndpoint(service.Url)} does not answer: {silence.Message}. "
            + $"Health: {health?.ToString().ToLowerInvariant() ?? "unknown"}. Try again later, or use another provider.",
            service.Provider, silence.InnerException);
    }

    /// <summary>Trust that the user has not given.</summary>
    public static ZeroGException NotAcknowledged(Address provider, Exception? cause = null) => new(
        "ZgProviderNotAcknowledged", ErrorKind.PermissionDenied,
        $"You have not acknowledged {provider}. Acknowledge it with Confirm-ZgProvider; the provider notices within about two minutes.",
        provider, cause);

    /// <summary>A model that is not there.</summary>
    public static ZeroGException ModelUnknown(Address provider, string model, IReadOnlyList<string> available, Exception? cause = null) =>
        new(
            "ZgModelNotServed", ErrorKind.ObjectNotFound,
            $"Model {ProviderText.Clean(model)} is not served. "
            + (available.Count > 0 ? $"Available: {string.Join(", ", available.Select(ProviderText.Clean))}." : "Use another provider."),
            provider, cause);

    private static ZeroGException TokenRefused(BrokerRefusal refusal, Address provider)
    {
        (string id, string what) = refusal switch
        {
            _ when refusal.Says("expired") => ("ZgApiKeyExpired", "expired"),
            _ when refusal.Says("revoked") => ("ZgApiKeyRevoked", "revoked"),
            _ when refusal.Says("different provider") => ("ZgApiKeyOfOther", "made for another provider"),
            _ => ("ZgApiKeyRefused", "refused"),
        };
        return id == "ZgApiKeyRefused"
            ? new ZeroGException(
                id, ErrorKind.AuthenticationError,
                $"{provider} does not take the API key: {refusal.Words}. Send 'Authorization: Bearer app-sk-...' "
                + "with a key of this provider.",
                provider, refusal)
            : new ZeroGException(
                id, ErrorKind.AuthenticationError,
                $"API key for {provider} is {what}. Create a new one with New-ZgApiKey.", provider, refusal);
    }

    private static ZeroGException Busy(BrokerRefusal refusal, InferenceService service) => new(
        "ZgProviderBusy", ErrorKind.LimitsExceeded,
        "Provider is limiting requests; "
        + (refusal.RetryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"retry after {wait.TotalSeconds:0} s.")
            : "retry in a minute."),
        service.Provider, refusal);

    private static ZeroGException Other(BrokerRefusal refusal, InferenceService service)
    {
        string said = refusal.Words is null ? $"HTTP {(int)refusal.Status}" : $"{refusal.Words} (HTTP {(int)refusal.Status})";
        return new ZeroGException(
            "ZgProviderRefused", (int)refusal.Status >= 500 ? ErrorKind.ResourceUnavailable : ErrorKind.InvalidArgument,
            $"Provider {service.Provider} refused: {said}. "
            + ((int)refusal.Status >= 500 ? "Try again later, or use another provider." : "Change what it names, then try again."),
            service.Provider, refusal);
    }

    private async Task<ZeroGException> TooLowAsync(
        BrokerRefusal refusal, InferenceService service, CancellationToken cancellationToken)
    {
        SubAccount? account = await connection.FindAccountAsync(service.Provider, cancellationToken);
        if (account is null)
        {
            return await connection.MissingAccountAsync(service.Provider, cancellationToken);
        }

        TokenAmount unsettled = await connection.GetUnsettledFeeAsync(service, cancellationToken);
        TokenAmount missing = TopUp.Missing(account.Free, unsettled, TokenAmount.Zero);
        // The provider looks at the chain every other minute; what was moved just now it may not have seen.
        string advice = missing.IsZero
            ? "That is enough by the chain; the provider notices within about two minutes."
            : $"Transfer at least {missing} with Move-ZgFund -Service Inference.";
        return new ZeroGException(
            "ZgSubAccountTooLow", ErrorKind.LimitsExceeded,
            $"Sub-account has {account.Free}; the provider wants {TopUp.Reserve} reserve + {unsettled} unsettled. {advice}",
            service.Provider, refusal);
    }

    private async Task<ZeroGException> ModelGoneAsync(
        BrokerRefusal refusal, InferenceService service, string model, CancellationToken cancellationToken)
    {
        IReadOnlyList<ServedModel> models = await connection.FindModelsAsync(service, cancellationToken) ?? [];
        return ModelUnknown(service.Provider, model, [.. models.Select(served => served.Id)], refusal);
    }
}
