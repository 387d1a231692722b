using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// Keeps a provider's record on the chain as it is offered: with the stake the first time, without a word when nothing differs. Any change
/// but of prices and address takes the operator's acknowledgement back, so what need not change is not touched.
/// </summary>
internal sealed class ServiceRegistration(ComputeClient client, TransactionSender sender, TransactionJournal? journal, NodeLog log)
{
    private const string Purpose = "record";

    // How long the chain may take; what is later is waited for by the next start.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What official brokers write of themselves (0G compute specification 5.1); an empty text would count as unverifiable.
    private const string AdditionalInfo =
        """{"VerifierURL":"","TEEVerifier":"dstack","TargetSeparated":false,"TargetTeeAddress":"","ImageName":"","ImageDigest":""}""";

    /// <summary>How answers are vouched for: by signatures of a TEE.</summary>
    public const string Verifiability = "TeeML";

    /// <summary>Makes the record what the options say.</summary>
    /// <returns>The record as it is then.</returns>
    /// <exception cref="ZeroGException">The chain does not answer, or the wallet cannot pay stake or gas.</exception>
    public async Task<InferenceService> EnsureAsync(
        ComputeProviderOptions options, string url, Address signer, CancellationToken cancellationToken)
    {
        SuccessiveSends sends = new(
            client.Chain, sender, journal, (_, version) => ComputeProviderLog.FeeRaised(log, "The record of the service", version));

        // What an earlier start has sent must not come after what is compared now.
        await sends.FinishAsync(Purpose, Patience, cancellationToken: cancellationToken).ConfigureAwait(false);
        InferenceService? current = await client.Inference.FindServiceAsync(sender.From, cancellationToken).ConfigureAwait(false);
        InferenceService wanted = new(
            sender.From, options.ServiceType, url, options.InputPrice, options.OutputPrice, current?.UpdatedAt ?? default, options.Model,
            Verifiability, AdditionalInfo, signer, current?.IsTeeSignerAcknowledged ?? false);
        if (current == wanted)
        {
            ComputeProviderLog.Unchanged(log, url);
            return current;
        }

        TokenAmount stake = current is null
            ? await client.Inference.GetMinimumStakeAsync(cancellationToken).ConfigureAwait(false)
            : TokenAmount.Zero;
        TransactionRequest request = new()
        {
            To = client.Inference.Address,
            Value = stake,
            Data = InferenceContract.AddOrUpdateService.EncodeCall((object)wanted.ToParams()),
            KnownErrors = InferenceErrors.All,
        };
        MinedPlace place = await sends.SendAsync(Purpose, request, Patience, cancellationToken).ConfigureAwait(false);
        ComputeProviderLog.Registered(log, current is null ? $"registered with a stake of {stake}" : "updated", url, place.Transaction);
        return await client.Inference.FindServiceAsync(sender.From, cancellationToken).ConfigureAwait(false) ?? wanted;
    }
}
