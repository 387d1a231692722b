using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts;

/// <summary>What a contract sees of one call, and what it may do in it.</summary>
public sealed class CallContext
{
    private readonly ExecutionScope _scope;

    internal CallContext(ExecutionScope scope, Address caller, Address self, BigInteger value, ReadOnlyMemory<byte> data, int depth)
    {
        _scope = scope;
        Caller = caller;
        Self = self;
        Value = value;
        Data = data;
        Depth = depth;
    }

    /// <summary>The account or contract that calls (<c>msg.sender</c>).</summary>
    public Address Caller { get; }

    /// <summary>The contract that is called.</summary>
    public Address Self { get; }

    /// <summary>Wei that came with the call; they are in the contract's balance already.</summary>
    public BigInteger Value { get; }

    /// <summary>The whole call data, selector included.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The id of the chain (<c>block.chainid</c>).</summary>
    public ulong ChainId => _scope.ChainId;

    /// <summary>The block that the call runs in.</summary>
    public BlockContext Block => _scope.Block;

    internal int Depth { get; }

    /// <summary>The balance of any account in wei.</summary>
    public BigInteger BalanceOf(Address account) => _scope.State.BalanceOf(account);

    /// <summary>The hash of one of the last 8191 blocks (EIP-2935); zero for any other number.</summary>
    public Hash256 BlockHash(ulong number) => _scope.BlockHash(number);

    /// <summary>Emits an event of this contract; values in the order of its declaration.</summary>
    public void Emit(AbiEvent declaration, params object?[] values) => _scope.Emit(Self, declaration.Encode(values));

    /// <summary>Spends gas beyond what the function costs anyway, for work that depends on the input.</summary>
    public void UseGas(ulong gas) => _scope.Gas.Use(gas);

    /// <summary>Sends wei to an account; a contract there may refuse, which reverts this call too.</summary>
    public void Transfer(Address to, BigInteger amount) => _scope.Call(Self, to, amount, ReadOnlyMemory<byte>.Empty, Depth + 1);

    /// <summary>Calls another contract; its revert becomes this call's revert.</summary>
    public object?[] Call(Address to, AbiFunction function, params object?[] arguments) =>
        CallWithValue(to, BigInteger.Zero, function, arguments);

    /// <summary>Calls another contract and sends wei along; its revert becomes this call's revert.</summary>
    /// <exception cref="RevertException">There is no contract at the address, as Solidity checks before an external call, or it
    /// refuses.</exception>
    public object?[] CallWithValue(Address to, BigInteger value, AbiFunction function, params object?[] arguments)
    {
        if (!_scope.State.HasCode(to))
        {
            throw RevertException.Empty();
        }

        return function.DecodeResult(_scope.Call(Self, to, value, function.EncodeCall(arguments), Depth + 1));
    }

    /// <summary>Sends wei to an account; false, and nothing has happened, when it cannot be or a contract there refuses.</summary>
    public bool TryTransfer(Address to, BigInteger amount) =>
        _scope.TryCall(Self, to, amount, ReadOnlyMemory<byte>.Empty, Depth + 1) is not null;

    /// <summary>Calls an address as Solidity's low-level call does, whether there is a contract or not.</summary>
    /// <returns>The encoded result; null when the call was refused, and then nothing of it has happened.</returns>
    public byte[]? TryCall(Address to, BigInteger value, AbiFunction function, params object?[] arguments) =>
        _scope.TryCall(Self, to, value, function.EncodeCall(arguments), Depth + 1);
}
