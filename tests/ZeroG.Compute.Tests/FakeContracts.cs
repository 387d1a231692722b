using System.Buffers.Binary;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Compute.Accounts;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests;

/// <summary>A chain whose compute contracts say what a test wants them to say; for answers that no honest contract gives in time.</summary>
internal sealed class FakeContracts : IDisposable
{
    public static readonly Address Ledger = Address.Parse("0x00000000000000000000000000000000000000a1");
    public static readonly Address Inference = Address.Parse("0x00000000000000000000000000000000000000a2");
    public static readonly Address FineTuning = Address.Parse("0x00000000000000000000000000000000000000a3");
    public static readonly Address User = Address.Parse("0x00000000000000000000000000000000000000b1");

    private readonly Dictionary<(Address, uint), (AbiFunction Function, Func<object?[], object?[]> Answer)> _functions = [];
    private readonly JsonRpcClient _rpc;

    public FakeContracts()
    {
        Server = new FakeRpcServer().On("eth_call", Call);
        _rpc = new JsonRpcClient(new Uri("http://fake.invalid"), handler: Server);
        Chain = new EthereumClient(_rpc);
        Client = new ComputeClient(Network, Chain);
    }

    public static Network Network { get; } = new()
    {
        Name = "fake",
        ChainId = 31337,
        RpcUri = new Uri("http://fake.invalid"),
        LedgerAddress = Ledger,
        InferenceAddress = Inference,
        FineTuningAddress = FineTuning,
    };

    public FakeRpcServer Server { get; }

    public EthereumClient Chain { get; }

    public ComputeClient Client { get; }

    public static Address Provider(int number) => new([.. new byte[19], (byte)(0xC0 + number)]);

    /// <summary>Answers a function with its results.</summary>
    public FakeContracts On(Address contract, AbiFunction function, Func<object?[], object?[]> answer)
    {
        _functions[(contract, function.Selector)] = (function, answer);
        return this;
    }

    /// <summary>Answers a function with always the same, its only result.</summary>
    public FakeContracts On(Address contract, AbiFunction function, object? result) => On(contract, function, _ => [result]);

    /// <summary>Refuses every call of a function, with the call's first arguments as the error's.</summary>
    public FakeContracts Refuse(Address contract, AbiFunction function, AbiError error) =>
        On(contract, function, call => throw Revert(error, call[..error.Inputs.Count]));

    /// <summary>A refusal, to be thrown by an answer.</summary>
    public static FakeRpcException Revert(AbiError error, params object?[] arguments) =>
        new(3, "execution reverted", $"\"{Hex.ToHex(error.Encode(arguments))}\"");

    /// <summary>What the client makes of a refusal.</summary>
    public async Task<RevertException> RefusalAsync(AbiError error, params object?[] arguments)
    {
        AbiFunction any = AbiFunction.Parse("function any()");
        On(User, any, _ => throw Revert(error, arguments));
        return await Assert.ThrowsAsync<RevertException>(
            () => Chain.CallAsync(User, any, [], knownErrors: ComputeRefusal.KnownErrors));
    }

    public void Dispose()
    {
        _rpc.Dispose();
        Server.Dispose();
    }

    private string Call(JsonElement parameters)
    {
        Address contract = Address.Parse(parameters[0].GetProperty("to").GetString()!);
        byte[] data = Hex.ParseBytes(parameters[0].GetProperty("input").GetString()!);
        uint selector = BinaryPrimitives.ReadUInt32BigEndian(data);
        return _functions.TryGetValue((contract, selector), out var known)
            ? $"\"{Hex.ToHex(known.Function.EncodeResult(known.Answer(known.Function.DecodeCall(data))))}\""
            : throw new FakeRpcException(3, $"no answer to {selector:x8} of {contract}", "\"0x\"");
    }
}
