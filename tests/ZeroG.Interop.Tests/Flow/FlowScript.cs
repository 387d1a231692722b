using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Wallets;
using ZeroG.Interop.Tests.Evm;
using ZeroG.Storage.Contracts;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>Random steps from a seed: what clients do, what they do wrong, what owners do, and time that passes.</summary>
/// <param name="seed">Which script.</param>
/// <param name="contracts">The contracts, at the same addresses on both chains.</param>
/// <param name="price">The usual price of a sector.</param>
/// <param name="highest">Height of the largest submissions.</param>
internal sealed class FlowScript(int seed, OfficialContracts contracts, BigInteger price, int highest)
{
    // The accounts that call; the first owns the contracts.
    private const int Callers = 3;

    private readonly Random _random = new(seed);
    private readonly RandomSubmissions _submissions = new(new Random(seed + 1), highest);
    private readonly BigInteger _usual = price;
    private BigInteger? _changed;
    private ulong _submitted;

    /// <summary>The next step.</summary>
    public FlowStep Next()
    {
        FlowCall call = Call();
        return new FlowStep(Blocks(), call, _random.Next(3) == 0 ? LegacyForm(call) : null, Views());
    }

    /// <summary>After a pause longer than the 8191 blocks that the chain remembers, all epochs since at once.</summary>
    public FlowStep Late() => new(9_000, To(contracts.Flow, Caller(0), FlowContract.MakeContext), null, Views());

    /// <summary>
    /// The same submission without its submitter, where that is the caller anyway, as it was sent until January 2026. The bytecode in the
    /// package of that time is from before the flow's padding and identities took their present form, so it is no measure; ours takes both
    /// forms with one meaning.
    /// </summary>
    private static byte[]? LegacyForm(FlowCall call)
    {
        try
        {
            return FlowContract.Submit.IsCall(call.Data) && DataOf(FlowContract.Submit.DecodeCall(call.Data)[0], call.From) is { } single
                    ? FlowContract.LegacySubmit.EncodeCall(single)
                : FlowContract.BatchSubmit.IsCall(call.Data) && FlowContract.BatchSubmit.DecodeCall(call.Data)[0] is object?[] several
                    && several.Select(item => DataOf(item, call.From)).ToArray() is { } all && !all.Contains(null)
                    ? FlowContract.LegacyBatchSubmit.EncodeCall([all])
                : null;
        }
        catch (AbiException)
        {
            return null;
        }
    }

    /// <summary>The data of a submission whose submitter is the caller; null for another's.</summary>
    private static object? DataOf(object? submission, Address caller) =>
        submission is object?[] and [var data, Address submitter] && submitter == caller ? data : null;

    private ulong Blocks() => _random.Next(100) switch
    {
        < 70 => 0,
        < 97 => (ulong)_random.Next(1, 40),

        // Beyond the 256 blocks whose hashes the EVM itself knows.
        _ => (ulong)_random.Next(300, 900),
    };

    private FlowCall Call()
    {
        Address from = Caller();
        Address owner = Caller(0);
        return _random.Next(100) switch
        {
            < 45 => Submit(from),
            < 58 => SubmitMany(from),
            < 61 => To(contracts.Flow, from, FlowContract.MakeContext),
            < 64 => To(contracts.Flow, from, FlowContract.MakeContextFixedTimes, _random.Next(4)),
            < 66 => To(contracts.Flow, from, FlowContract.MakeContextWithResult),
            < 71 => To(contracts.Flow, from, FlowContract.QueryContextAtPosition, _random.NextInt64(1L << _random.Next(1, highest))),
            < 73 => To(contracts.Flow, from, FlowContract.ComputeFlowRoot),
            < 76 => To(contracts.Flow, _random.Next(2) == 0 ? from : owner, FlowContract.Pause),
            < 82 => To(contracts.Flow, _random.Next(4) == 0 ? from : owner, FlowContract.Unpause),
            < 86 => SetPrice(_random.Next(3) == 0 ? from : owner),
            < 88 => To(contracts.Market, from, MarketContract.ChargeFee, 1, 8, 0),
            < 90 => new FlowCall("transfer to the market", from, contracts.Market, Wei(), []),
            < 92 => new FlowCall("transfer to Flow", from, contracts.Flow, Wei(), []),
            < 93 => new FlowCall("makeContext with value", from, contracts.Flow, 1, FlowContract.MakeContext.EncodeCall()),
            < 96 => Roles(from),
            < 97 => Setup(from),
            < 99 => Damaged(from),
            _ => new FlowCall("unknown function", from, contracts.Flow, 0, Bytes(_random.Next(1, 40))),
        };
    }

    private FlowCall Submit(Address from)
    {
        RandomSubmission submission = _submissions.Next(from);
        _submitted++;
        byte[] data = FlowContract.Submit.EncodeCall([submission.Value]);
        return new FlowCall($"submit {submission.Name}", from, contracts.Flow, Fee(submission.Sectors), data);
    }

    private FlowCall SubmitMany(Address from)
    {
        // One that is refused takes the others with it, so most batches are good ones.
        bool good = _random.Next(3) > 0;
        IEnumerable<int> places = Enumerable.Range(0, _random.Next(5));
        RandomSubmission[] files = [.. places.Select(_ => good ? _submissions.NextGood(from) : _submissions.Next(from))];
        _submitted += (ulong)files.Length;
        object?[] values = [.. files.Select(file => (object?)file.Value)];
        string names = string.Join(" + ", files.Select(file => file.Name));
        BigInteger sectors = files.Aggregate(BigInteger.Zero, (sum, file) => sum + file.Sectors);
        return new FlowCall($"batchSubmit [{names}]", from, contracts.Flow, Fee(sectors), FlowContract.BatchSubmit.EncodeCall([values]));
    }

    private FlowCall SetPrice(Address from)
    {
        BigInteger fresh = _random.Next(4) == 0 ? 0 : _usual + _random.Next(3);
        if (from == Caller(0))
        {
            _changed = fresh;
        }

        return To(contracts.Market, from, MarketContract.SetPricePerSector, fresh);
    }

    /// <summary>Call data that was cut or changed on its way.</summary>
    private FlowCall Damaged(Address from)
    {
        byte[] data = FlowContract.Submit.EncodeCall([_submissions.NextGood(from).Value]);
        int place = _random.Next(4, data.Length);
        if (_random.Next(2) == 0)
        {
            return new FlowCall($"submit cut at {place}", from, contracts.Flow, 0, data[..place]);
        }

        data[place] ^= (byte)(1 << _random.Next(8));
        return new FlowCall($"submit with byte {place} changed", from, contracts.Flow, 0, data);
    }

    /// <summary>Grants, takes and gives up roles, the owner's own left alone.</summary>
    private FlowCall Roles(Address from)
    {
        Address contract = Contract();
        Hash256 role = Role();
        Address member = Caller(_random.Next(1, Callers));
        return _random.Next(4) switch
        {
            0 => To(contract, member, AccessControlContract.RenounceRole, role, _random.Next(3) == 0 ? from : member),
            1 => To(contract, Caller(0), AccessControlContract.RevokeRole, role, member),
            2 => To(contract, from, AccessControlContract.GrantRole, role, member),
            _ => To(contract, Caller(0), AccessControlContract.GrantRole, role, member),
        };
    }

    /// <summary>Tries to set up once more.</summary>
    private FlowCall Setup(Address from) => _random.Next(3) switch
    {
        0 => To(contracts.Flow, from, FlowContract.Initialize, contracts.Market, 1),
        1 => To(contracts.Market, from, MarketContract.Initialize, 1, contracts.Flow, contracts.Reward),
        _ => To(contracts.Flow, from, FlowContract.SetParams, 1, 1, contracts.Market),
    };

    private Address Contract() => _random.Next(2) == 0 ? contracts.Flow : contracts.Market;

    private Hash256 Role() => _random.Next(3) switch
    {
        0 => AccessControlContract.DefaultAdmin,
        1 => Hash256.Keccak("PAUSER_ROLE"u8),
        _ => Hash256.Keccak("PARAMS_ADMIN_ROLE"u8),
    };

    private static FlowCall To(Address contract, Address from, AbiFunction function, params object?[] arguments) =>
        new($"{function.Name}({string.Join(", ", arguments)})", from, contract, 0, function.EncodeCall(arguments));

    /// <summary>Mostly what it costs; else too little, too much, or nothing, which an earlier overpayment may cover.</summary>
    private BigInteger Fee(BigInteger sectors)
    {
        BigInteger fee = BigInteger.Min(sectors * (_changed ?? _usual), BigInteger.Pow(10, 20));
        return _random.Next(20) switch
        {
            0 => BigInteger.Max(fee - 1, 0),
            1 => fee + Wei(),
            2 => 0,
            3 => fee / 2,
            _ => fee,
        };
    }

    private List<FlowView> Views()
    {
        AbiFunction[] flow =
        [
            FlowContract.Market, FlowContract.Paused, FlowContract.NumSubmissions, FlowContract.SubmissionIndex, FlowContract.Tree,
            FlowContract.ComputeFlowRoot, FlowContract.FirstBlock, FlowContract.BlocksPerEpoch, FlowContract.Epoch,
            FlowContract.EpochStartPosition, FlowContract.GetContext, FlowContract.PauserRole,
        ];
        AbiFunction[] market =
        [
            MarketContract.PricePerSector, MarketContract.Flow, MarketContract.Reward, MarketContract.ParamsAdminRole,
        ];
        Hash256 role = Role();
        return
        [
            .. flow.Select(function => At(contracts.Flow, function)),
            .. market.Select(function => At(contracts.Market, function)),
            At(contracts.Flow, FlowContract.GetFlowRootByTxSeq, _random.NextInt64((long)_submitted + 2)),
            At(contracts.Flow, FlowContract.GetEpochRangeHistory, _random.Next(8)),
            At(contracts.Flow, FlowContract.GetEpochRange, Hash256.Keccak([])),
            At(Contract(), AccessControlContract.HasRole, role, Caller()),
            At(Contract(), AccessControlContract.GetRoleMemberCount, role),
            At(Contract(), AccessControlContract.GetRoleMember, role, _random.Next(3)),
            At(Contract(), AccessControlContract.GetRoleAdmin, role),
            At(Contract(), AccessControlContract.SupportsInterface, Bytes(4)),

            // IAccessControlEnumerable.
            At(Contract(), AccessControlContract.SupportsInterface, Hex.ParseBytes("0x5a05180f")),
        ];
    }

    private static FlowView At(Address contract, AbiFunction function, params object?[] arguments) =>
        new($"{function.Name}({string.Join(", ", arguments)}) of {contract}", contract, function.EncodeCall(arguments));

    private BigInteger Wei() => _random.NextInt64(1, 1L << _random.Next(1, 50));

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private Address Caller() => Caller(_random.Next(Callers));

    private static Address Caller(int index) => DevelopmentAccounts.Addresses[index];
}
