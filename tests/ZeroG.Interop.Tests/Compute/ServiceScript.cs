using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using static ZeroG.Interop.Tests.Compute.ComputeActors;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>What providers, users and owners do with the two services, right and wrong.</summary>
internal sealed class ServiceScript(OfficialCompute contracts)
{
    private static readonly byte[] Root = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Secret = [1, 2, 3];

    /// <summary>Providers put up stakes, and describe and change what they offer.</summary>
    public IEnumerable<ComputeStep> Offer()
    {
        Address signer = Signers[0].Address;
        AbiFunction add = InferenceContract.AddOrUpdateService;
        yield return Inference(Providers[0], InferenceContract.RemoveService);
        yield return Inference(Providers[0], add, [InferenceService(signer)]).With("99.999");
        yield return Inference(Providers[0], add, [InferenceService(signer, info: new string('x', 4097))]).With("100");
        yield return Inference(Providers[0], add, [InferenceService(signer)]).With("100");
        yield return Inference(Providers[0], add, [InferenceService(signer)]).With("100");
        yield return Inference(Providers[1], add, [InferenceService(Address.Zero)]).With("101");
        foreach (ComputeStep step in Approve(contracts.Inference))
        {
            yield return step;
        }

        yield return Inference(Providers[0], add, [InferenceService(signer, price: 7)]).After(60);
        yield return Inference(Providers[0], add, [InferenceService(signer, model: "other")]);
        yield return Inference(Owner, InferenceContract.AcknowledgeTEESignerByOwner, Providers[0]);
        yield return Inference(Providers[1], InferenceContract.RemoveService);

        AbiFunction addTuning = FineTuningContract.AddOrUpdateService;
        yield return FineTuning(Providers[0], InferenceContract.RemoveService);
        yield return FineTuning(Providers[0], addTuning, FineTuningService(signer)).With("99");
        yield return FineTuning(Providers[0], addTuning, FineTuningService(signer)).With("100");
        yield return FineTuning(Providers[0], addTuning, FineTuningService(signer)).With("1");
        yield return FineTuning(Providers[1], addTuning, FineTuningService(Signers[1].Address)).With("100");
        foreach (ComputeStep step in Approve(contracts.FineTuning))
        {
            yield return step;
        }

        yield return FineTuning(Providers[0], addTuning, FineTuningService(signer, price: 3, occupied: true));
        yield return FineTuning(Providers[0], addTuning, FineTuningService(Signers[1].Address));
        yield return FineTuning(Providers[0], addTuning, FineTuningService(signer));
        yield return FineTuning(Owner, InferenceContract.AcknowledgeTEESignerByOwner, Providers[0]);
        yield return FineTuning(Providers[1], InferenceContract.RemoveService);
    }

    /// <summary>What only owners set, and what both services limit.</summary>
    public IEnumerable<ComputeStep> Set()
    {
        foreach (Address service in (Address[])[contracts.Inference, contracts.FineTuning])
        {
            foreach (int seconds in (int[])[3_599, 604_801, 604_800, 3_600, 3_600, 86_400])
            {
                yield return ComputeStep.Of(Owner, service, InferenceContract.UpdateLockTime, seconds);
            }

            yield return ComputeStep.Of(Users[0], service, InferenceContract.UpdateLockTime, 3_600);
            AbiFunction[] limits =
            [
                InferenceContract.MinLocktime, InferenceContract.MaxLocktime, InferenceContract.MinProviderStake,
                InferenceContract.LockTime, InferenceContract.LedgerAddress, InferenceContract.Owner,
            ];
            foreach (AbiFunction limit in limits)
            {
                yield return ComputeStep.Of(Users[0], service, limit).Tried();
            }

            foreach (string id in (string[])["0x160841b1", "0x01ffc9a7", "0xffffffff", "0x00000000"])
            {
                yield return ComputeStep.Of(Users[0], service, InferenceContract.SupportsInterface, Hex.ParseBytes(id)).Tried();
            }

            foreach (int count in (int[])[50, 51, 500, 501])
            {
                object?[] many = [.. Enumerable.Repeat((object?)Users[0], count)];
                yield return ComputeStep.Of(Providers[1], service, InferenceContract.GetBatchAccountsByUsers, [many]).Tried();
            }

            yield return ComputeStep.Of(Users[0], service, InferenceContract.GetAllAccounts, 0, 51).Tried();
            yield return ComputeStep.Of(Users[0], service, InferenceContract.GetAccountsByUser, Users[0], 0, 51).Tried();
            yield return ComputeStep.Of(Users[0], service, InferenceContract.GetAccountsByProvider, Users[0], 0, 51).Tried();
        }

        yield return Inference(Users[0], InferenceContract.GetAllServices, 0, 51).Tried();
        foreach (int percentage in (int[])[101, 100, 30, 30])
        {
            yield return FineTuning(Owner, FineTuningContract.UpdatePenaltyPercentage, percentage);
        }

        yield return FineTuning(Users[0], FineTuningContract.UpdatePenaltyPercentage, 1);
    }

    /// <summary>Tokens are revoked, and trust is taken away.</summary>
    public IEnumerable<ComputeStep> Revoke()
    {
        foreach (Address provider in (Address[])[Providers[0], Providers[2]])
        {
            yield return Inference(Users[0], InferenceContract.RevokeToken, provider, 0);
            yield return Inference(Users[0], InferenceContract.RevokeToken, provider, 255);
            yield return Inference(Users[0], InferenceContract.RevokeTokens, provider, new object?[] { 7, 8, 7, 0 });
            yield return Inference(Users[0], InferenceContract.IsTokenRevoked, Users[0], provider, 8).Tried();
            yield return Inference(Users[0], InferenceContract.RevokeAllTokens, provider);
            yield return Inference(Users[0], InferenceContract.RevokeToken, provider, 3);
            yield return Inference(Users[0], InferenceContract.AcknowledgeTEESigner, provider, true);
            yield return Inference(Users[0], InferenceContract.AcknowledgeTEESigner, provider, false);
            yield return FineTuning(Users[0], InferenceContract.AcknowledgeTEESigner, provider, true);
            yield return FineTuning(Users[0], InferenceContract.AcknowledgeTEESigner, provider, false);
        }
    }

    /// <summary>Settlement of inference with every status, and what it takes from refunds.</summary>
    public IEnumerable<ComputeStep> SettleInference()
    {
        (Address user, Address provider) = (Users[0], Providers[0]);
        object?[] good = Settlement(contracts, Signers[0], user, provider, Wei("1"), 1);
        byte[] signature = (byte[])good[5]!;
        yield return Settle(provider);
        yield return Settle(provider, [.. Enumerable.Repeat(good, 51)]);
        object?[][] batch =
        [
            good, good,
            Settlement(contracts, Signers[0], user, Providers[1], Wei("1"), 2),
            Settlement(contracts, Signers[1], user, provider, Wei("1"), 2),
            Settlement(contracts, Signers[0], Users[2], provider, Wei("1"), 2),
            Settlement(contracts, Signers[0], Users[1], provider, Wei("1000"), 5),
            Settlement(contracts, Signers[0], Users[1], provider, Wei("1"), 6),
            [.. good[..2], Wei("2"), .. good[3..]],
            [.. good[..4], 2, Array.Empty<byte>()],
            [.. good[..4], 2, signature[..64]],
            [.. good[..4], 2, (byte[])[.. signature[..64], (byte)(signature[64] - 27)]],
            [.. good[..4], 2, new byte[65]],
            Settlement(contracts, Signers[0], user, provider, 0, 9),
        ];
        yield return Inference(provider, InferenceContract.PreviewSettlementResults, [batch]).Tried();
        yield return Settle(provider, batch);
        yield return Settle(Providers[1], Settlement(contracts, Signers[0], user, Providers[1], Wei("1"), 1));
        yield return Settle(provider, HighS(Settlement(contracts, Signers[0], user, provider, 1, 10)));
        yield return Inference(Owner, InferenceContract.RevokeTEESignerAcknowledgement, provider);
        yield return Settle(provider, Settlement(contracts, Signers[0], user, provider, 1, 11));
        yield return Inference(Owner, InferenceContract.AcknowledgeTEESignerByOwner, provider);
        yield return Transfer(user, provider, InferenceName, "3");
        yield return Retrieve(user, provider, InferenceName);
        yield return Transfer(user, provider, InferenceName, "2");
        yield return Retrieve(user, provider, InferenceName);
        yield return Transfer(user, provider, InferenceName, "0.5");
        yield return Settle(
            provider,
            Settlement(contracts, Signers[0], user, provider, Wei("0.2"), 12),
            Settlement(contracts, Signers[0], user, provider, Wei("1.5"), 13),
            Settlement(contracts, Signers[0], user, provider, Wei("10"), 14));
        yield return Settle(provider, Settlement(contracts, Signers[0], user, provider, Wei("100"), 15));
        yield return Inference(user, InferenceContract.AcknowledgeTEESigner, provider, false);
        yield return Settle(provider, Settlement(contracts, Signers[0], user, provider, 1, 16));
        yield return Transfer(user, provider, InferenceName, "4");
    }

    /// <summary>Deliverables one after the other, taken, not taken, settled, and more than are kept.</summary>
    public IEnumerable<ComputeStep> Deliver()
    {
        (Address user, Address provider) = (Users[0], Providers[0]);
        yield return Deliver(provider, user, "");
        yield return Deliver(provider, user, new string('x', 257));
        yield return Deliver(Providers[1], Users[2], "a");
        yield return Acknowledge(user, Providers[2], "a");
        yield return Acknowledge(user, provider, "a");
        yield return Deliver(provider, user, "a");
        yield return Deliver(provider, user, "a");
        yield return Deliver(provider, user, "b");
        foreach (object?[] wrong in (object?[][])
        [
            Settlement(contracts, Signers[0], Users[2], "a", Root, [], Wei("1"), 1),
            Settlement(contracts, Signers[0], user, "a", Root, [], Wei("1"), 0),
            Settlement(contracts, Signers[0], user, "a", Root, [], Wei("10000"), 1),
            Settlement(contracts, Signers[0], user, "z", Root, [], Wei("1"), 1),
            Settlement(contracts, Signers[0], user, "a", [1], [], Wei("1"), 1),
            Settlement(contracts, Signers[1], user, "a", Root, [], Wei("1"), 1),
            Settlement(contracts, Signers[0], user, "a", Root, Secret, Wei("1"), 1),
        ])
        {
            yield return FineTuning(provider, FineTuningContract.SettleFees, [wrong]);
        }

        yield return FineTuning(Owner, InferenceContract.RevokeTEESignerAcknowledgement, provider);
        yield return SettleTuning(user, "a", [], "1", 1);
        yield return FineTuning(Owner, InferenceContract.AcknowledgeTEESignerByOwner, provider);
        yield return FineTuning(
            Providers[1], FineTuningContract.SettleFees, [Settlement(contracts, Signers[0], user, "a", Root, [], Wei("1"), 1)]);

        // Not taken: a part of the fee, no key, and nothing more until it is acknowledged, which is too late then.
        yield return Deliver(provider, Users[1], "lost");
        yield return SettleTuning(Users[1], "lost", [], "1.000000000000000001", 1);
        yield return Acknowledge(Users[1], provider, "lost");
        yield return Deliver(provider, Users[1], "next");

        for (int i = 0; i < 22; i++)
        {
            string id = i == 0 ? "a" : $"task-{i}";
            yield return Deliver(provider, user, id).After(100);
            yield return Acknowledge(user, provider, id);
            if (i is 0 or 2)
            {
                yield return SettleTuning(user, id, [], "0.1", i + 1);
            }

            // The fourth is settled late, when its place is needed.
            if (i != 3)
            {
                yield return SettleTuning(user, id, Secret, "0.1", i + 1);
            }
        }

        yield return SettleTuning(user, "task-5", Secret, "0.1", 90);
        yield return Deliver(provider, user, "task-22");
        yield return Acknowledge(user, provider, "task-22");
        yield return Deliver(provider, user, "task-23");
        yield return SettleTuning(user, "task-3", Secret, "0.1", 91);
        yield return Deliver(provider, user, "task-23");
        yield return FineTuning(user, FineTuningContract.GetDeliverable, user, provider, "task-3").Tried();
        yield return FineTuning(user, FineTuningContract.GetDeliverable, user, provider, "task-23").Tried();
        yield return FineTuning(user, FineTuningContract.GetDeliverables, user, Providers[2]).Tried();
    }

    /// <summary>A provider gives up; only in contracts from February 2026 on, which no npm package has yet.</summary>
    public IEnumerable<ComputeStep> Abandon()
    {
        (Address user, Address provider) = (Users[0], Providers[0]);
        yield return FineTuning(provider, FineTuningContract.AbandonDeliverable, user, "nothing");
        yield return FineTuning(provider, FineTuningContract.AbandonDeliverable, Providers[2], "task-23");
        yield return FineTuning(provider, FineTuningContract.AbandonDeliverable, user, "task-23");
        yield return FineTuning(provider, FineTuningContract.AbandonDeliverable, user, "task-23");
        yield return Deliver(provider, user, "task-24");
    }

    private IEnumerable<ComputeStep> Approve(Address service)
    {
        foreach (AbiFunction function in (AbiFunction[])
            [InferenceContract.AcknowledgeTEESignerByOwner, InferenceContract.RevokeTEESignerAcknowledgement])
        {
            yield return ComputeStep.Of(Users[0], service, function, Providers[0]);
            yield return ComputeStep.Of(Owner, service, function, Users[0]);
            yield return ComputeStep.Of(Owner, service, function, Providers[0]);
        }

        yield return ComputeStep.Of(Owner, service, InferenceContract.AcknowledgeTEESignerByOwner, Providers[0]);
        yield return ComputeStep.Of(Users[0], service, InferenceContract.GetService, Users[0]).Tried();
    }

    private ComputeStep Inference(Address from, AbiFunction function, params object?[] arguments) =>
        ComputeStep.Of(from, contracts.Inference, function, arguments);

    private ComputeStep FineTuning(Address from, AbiFunction function, params object?[] arguments) =>
        ComputeStep.Of(from, contracts.FineTuning, function, arguments);

    private ComputeStep Settle(Address provider, params object?[][] settlements) =>
        Inference(provider, InferenceContract.SettleFeesWithTEE, [settlements]);

    private ComputeStep SettleTuning(Address user, string id, byte[] secret, string fee, int nonce) => FineTuning(
        Providers[0], FineTuningContract.SettleFees, [Settlement(contracts, Signers[0], user, id, Root, secret, Wei(fee), nonce)]);

    private ComputeStep Deliver(Address provider, Address user, string id) =>
        FineTuning(provider, FineTuningContract.AddDeliverable, user, id, Root);

    private ComputeStep Acknowledge(Address user, Address provider, string id) =>
        FineTuning(user, FineTuningContract.AcknowledgeDeliverable, provider, id);

    private ComputeStep Transfer(Address user, Address provider, string service, string amount) =>
        ComputeStep.Of(user, contracts.Ledger, LedgerContract.TransferFund, provider, service, Wei(amount));

    private ComputeStep Retrieve(Address user, Address provider, string service) =>
        ComputeStep.Of(user, contracts.Ledger, LedgerContract.RetrieveFund, (Address[])[provider], service);

    /// <summary>The second valid form of a signature, which contracts refuse.</summary>
    private static object?[] HighS(object?[] settlement)
    {
        byte[] signature = (byte[])((byte[])settlement[5]!).Clone();
        System.Numerics.BigInteger order = new(
            Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), isUnsigned: true, isBigEndian: true);
        System.Numerics.BigInteger s = new(signature.AsSpan(32, 32), isUnsigned: true, isBigEndian: true);
        (order - s).TryWriteBytes(signature.AsSpan(32, 32), out _, isUnsigned: true, isBigEndian: true);
        signature[64] = (byte)(27 + 28 - signature[64]);
        return [.. settlement[..5], signature];
    }
}
