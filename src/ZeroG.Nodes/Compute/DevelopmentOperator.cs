using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Contracts;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// Says for providers on a development chain what on a public network only 0G can say. There the contracts belong to the first development
/// account, whose key everybody knows; contracts of anybody else are left alone.
/// </summary>
internal sealed class DevelopmentOperator(ComputeClient client, NodeLog log)
{
    private static readonly TransactionSenderOptions Quick = new() { PollInterval = TimeSpan.FromMilliseconds(20) };

    /// <summary>Approves a provider's signers that are not approved yet, in both markets.</summary>
    /// <exception cref="ZeroGException">The chain does not answer, or the operator's account cannot pay the gas.</exception>
    public async Task ApproveAsync(Address provider, CancellationToken cancellationToken)
    {
        if (!client.Network.RpcUri.IsLoopback)
        {
            return;
        }

        if (await client.Inference.FindServiceAsync(provider, cancellationToken).ConfigureAwait(false)
            is { IsTeeSignerAcknowledged: false })
        {
            await SendAsync(
                provider, client.Inference.Address, InferenceContract.Owner,
                InferenceContract.AcknowledgeTEESignerByOwner.EncodeCall(provider), InferenceErrors.All, cancellationToken)
                .ConfigureAwait(false);
        }

        if (await client.FineTuning.FindServiceAsync(provider, cancellationToken).ConfigureAwait(false)
            is { IsTeeSignerAcknowledged: false })
        {
            await SendAsync(
                provider, client.FineTuning.Address, FineTuningContract.Owner,
                FineTuningContract.AcknowledgeTEESignerByOwner.EncodeCall(provider), FineTuningErrors.All, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task SendAsync(
        Address provider, Address contract, AbiFunction ownerOf, byte[] data, IReadOnlyList<AbiError> errors,
        CancellationToken cancellationToken)
    {
        object?[] answer = await client.Chain.CallAsync(contract, ownerOf, [], cancellationToken: cancellationToken).ConfigureAwait(false);
        using Wallet owner = DevelopmentAccounts.Open(0);
        if ((Address)answer[0]! != owner.Address)
        {
            return;
        }

        TransactionSender sender = new(client.Chain, owner, client.Network, options: Quick);
        TransactionRequest request = new() { To = contract, Data = data, KnownErrors = errors };
        SentTransaction sent = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await sender.WaitAsync(sent, knownErrors: errors, cancellationToken: cancellationToken).ConfigureAwait(false);
        ComputeProviderLog.Approved(log, provider);
    }
}
