using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using static ZeroG.Interop.Tests.Compute.ComputeActors;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>Random steps from a seed: what users, providers and owners do in any order, and time that passes.</summary>
/// <param name="seed">Which script.</param>
/// <param name="contracts">The contracts, at the same addresses on both chains.</param>
internal sealed class RandomScript(int seed, OfficialCompute contracts)
{
    private static readonly byte[] Root = [.. Enumerable.Repeat((byte)9, 32)];

    private readonly Random _random = new(seed);
    private int _nonce = 1000;

    /// <summary>The next step.</summary>
    public ComputeStep Next() => Call() with { Seconds = Seconds() };

    /// <summary>What to look at after a step: everything listed, and some accounts by name.</summary>
    public IReadOnlyList<ComputeView> Views()
    {
        (Address user, Address provider) = (User(), Provider());
        (Address inference, Address fineTuning) = (contracts.Inference, contracts.FineTuning);
        return
        [
            ComputeView.Of(user, contracts.Ledger, LedgerContract.GetAllLedgers, _random.Next(3), _random.Next(4)),
            ComputeView.Of(user, contracts.Ledger, LedgerContract.GetLedger, user),
            ComputeView.Of(user, contracts.Ledger, LedgerContract.GetAllActiveServices),
            ComputeView.Of(user, contracts.Ledger, LedgerContract.GetLedgerProviders, user, Name()),
            ComputeView.Of(user, inference, InferenceContract.GetAllAccounts, _random.Next(3), 0),
            ComputeView.Of(user, inference, InferenceContract.GetAccountsByUser, user, _random.Next(3), _random.Next(5)),
            ComputeView.Of(user, inference, InferenceContract.GetAccountsByProvider, provider, _random.Next(3), _random.Next(5)),
            ComputeView.Of(provider, inference, InferenceContract.GetBatchAccountsByUsers, [Users]),
            ComputeView.Of(user, inference, InferenceContract.GetAccount, user, provider),
            ComputeView.Of(user, inference, InferenceContract.GetPendingRefund, user, provider),
            ComputeView.Of(user, inference, InferenceContract.AccountExists, user, provider),
            ComputeView.Of(user, inference, InferenceContract.ServiceExists, provider),
            ComputeView.Of(user, inference, InferenceContract.GetAllServices, _random.Next(2), _random.Next(3)),
            ComputeView.Of(user, fineTuning, FineTuningContract.GetAllAccounts, _random.Next(3), 0),
            ComputeView.Of(user, fineTuning, FineTuningContract.GetAccountsByUser, user, _random.Next(3), _random.Next(5)),
            ComputeView.Of(user, fineTuning, FineTuningContract.GetAccountsByProvider, provider, _random.Next(3), _random.Next(5)),
            ComputeView.Of(provider, fineTuning, FineTuningContract.GetBatchAccountsByUsers, [Users]),
            ComputeView.Of(user, fineTuning, FineTuningContract.GetAccount, user, provider),
            ComputeView.Of(user, fineTuning, FineTuningContract.GetPendingRefund, user, provider),
            ComputeView.Of(user, fineTuning, FineTuningContract.AccountExists, user, provider),
            ComputeView.Of(user, fineTuning, FineTuningContract.GetAllServices),
            ComputeView.Of(user, fineTuning, FineTuningContract.PenaltyPercentage),
        ];
    }

    private int Seconds() => _random.Next(100) switch
    {
        < 60 => _random.Next(1, 60),
        < 85 => _random.Next(60, 20_000),
        _ => _random.Next(20_000, 90_000),
    };

    private ComputeStep Call() => _random.Next(100) switch
    {
        < 8 => Ledger(User(), LedgerContract.DepositFund).With(Amount()),
        < 10 => Ledger(Owner, LedgerContract.DepositFundFor, User()).With(Amount()),
        < 28 => Ledger(User(), LedgerContract.TransferFund, Provider(), Name(), Wei(Amount())),
        < 44 => Ledger(User(), LedgerContract.RetrieveFund, Some(), Name()),
        < 48 => Ledger(User(), LedgerContract.Refund, Wei(Amount())),
        < 49 => Ledger(User(), LedgerContract.DeleteLedger),
        < 54 => Offer(),
        < 58 => ComputeStep.Of(
            Owner, Service(), Either(InferenceContract.AcknowledgeTEESignerByOwner, InferenceContract.RevokeTEESignerAcknowledgement),
            Provider()),
        < 60 => ComputeStep.Of(Provider(), Service(), InferenceContract.RemoveService),
        < 63 => ComputeStep.Of(User(), Service(), InferenceContract.AcknowledgeTEESigner, Provider(), _random.Next(2) == 0),
        < 66 => Inference(User(), InferenceContract.RevokeToken, Provider(), _random.Next(256)),
        < 67 => Inference(User(), InferenceContract.RevokeAllTokens, Provider()),
        < 78 => SettleInference(),
        < 84 => FineTuning(Provider(), FineTuningContract.AddDeliverable, User(), Id(), Root),
        < 89 => FineTuning(User(), FineTuningContract.AcknowledgeDeliverable, Provider(), Id()),
        < 96 => SettleFineTuning(),
        < 97 => ComputeStep.Of(Owner, Service(), InferenceContract.UpdateLockTime, _random.Next(3_000, 100_000)),
        < 98 => FineTuning(Owner, FineTuningContract.UpdatePenaltyPercentage, _random.Next(110)),
        _ => Damaged(),
    };

    private ComputeStep Offer()
    {
        Address signer = Signers[_random.Next(2)].Address;
        string stake = _random.Next(3) == 0 ? "0" : "100";
        return _random.Next(2) == 0
            ? Inference(
                Provider(), InferenceContract.AddOrUpdateService, [InferenceService(signer, price: _random.Next(3))]).With(stake)
            : FineTuning(
                Provider(), FineTuningContract.AddOrUpdateService, FineTuningService(signer, _random.Next(3))).With(stake);
    }

    private ComputeStep SettleInference()
    {
        Address provider = Provider();
        object?[][] settlements =
        [
            .. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Settlement(
                contracts, Signers[_random.Next(2)], User(), _random.Next(8) == 0 ? Provider() : provider, Wei(Amount()), Nonce())),
        ];
        return Inference(provider, InferenceContract.SettleFeesWithTEE, [settlements]);
    }

    private ComputeStep SettleFineTuning()
    {
        byte[] secret = _random.Next(2) == 0 ? [] : [1, 2, 3];
        object?[] settlement = Settlement(contracts, Signers[_random.Next(2)], User(), Id(), Root, secret, Wei(Amount()), Nonce());
        return FineTuning(Provider(), FineTuningContract.SettleFees, [settlement]);
    }

    /// <summary>Call data that was cut or changed on its way. Only functions whose arguments the compiler reads at once.</summary>
    private ComputeStep Damaged()
    {
        ComputeStep step = _random.Next(3) switch
        {
            0 => Ledger(User(), LedgerContract.TransferFund, Provider(), Name(), Wei("1")),
            1 => Inference(User(), InferenceContract.RevokeToken, Provider(), 5),
            _ => Inference(User(), InferenceContract.AcknowledgeTEESigner, Provider(), true),
        };
        byte[] data = step.Data;
        int place = _random.Next(4, 4 + 64);
        if (_random.Next(2) == 0 || step.To == contracts.Ledger)
        {
            return step with { Name = $"{step.Name} cut at {place}", Data = data[..place] };
        }

        data[place] ^= (byte)(1 << _random.Next(8));
        return step with { Name = $"{step.Name} with byte {place} changed", Data = data };
    }

    private ComputeStep Ledger(Address from, AbiFunction function, params object?[] arguments) =>
        ComputeStep.Of(from, contracts.Ledger, function, arguments);

    private ComputeStep Inference(Address from, AbiFunction function, params object?[] arguments) =>
        ComputeStep.Of(from, contracts.Inference, function, arguments);

    private ComputeStep FineTuning(Address from, AbiFunction function, params object?[] arguments) =>
        ComputeStep.Of(from, contracts.FineTuning, function, arguments);

    private AbiFunction Either(AbiFunction first, AbiFunction second) => _random.Next(3) > 0 ? first : second;

    private Address User() => Users[_random.Next(Users.Length)];

    // One of them is met more often, or hardly anything would follow from anything.
    private Address Provider() => Providers[_random.Next(2) == 0 ? 0 : _random.Next(Providers.Length)];

    private Address[] Some() => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Provider())];

    private Address Service() => _random.Next(2) == 0 ? contracts.Inference : contracts.FineTuning;

    private string Name() => _random.Next(2) == 0 ? InferenceName : FineTuningName;

    private string Id() => $"job-{_random.Next(3)}";

    /// <summary>Mostly higher than all before.</summary>
    private BigInteger Nonce() => _random.Next(6) == 0 ? _random.Next(_nonce) : ++_nonce;

    private string Amount() => ((string[])["0", "0.000000000000000003", "0.7", "1", "2.5", "3", "5", "20"])[_random.Next(8)];
}
