using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts;

/// <summary>
/// The plumbing of a native contract: a table of declared functions and their bodies. A constructor reads like a table of contents,
/// <c>Handle(CounterContract.Add, Add, gas: 30_000)</c>; arguments come decoded and results are encoded by the same declaration that
/// clients use.
/// </summary>
public abstract class SystemContract : ISystemContract
{
    /// <summary>Gas of a function that only reads: a cold account and a few cold slots (EIP-2929).</summary>
    protected const ulong ReadGas = 10_000;

    /// <summary>Gas of a function that writes a slot or two, if nothing else is said.</summary>
    protected const ulong WriteGas = 50_000;

    private readonly Dictionary<uint, (AbiFunction Function, SystemCall Body, ulong Gas)> _functions = [];

    /// <summary>A contract at an address, with its state in the journal.</summary>
    protected SystemContract(Address address, string name, Journal journal)
    {
        Address = address;
        Name = name;
        Journal = journal;
    }

    public Address Address { get; }

    public string Name { get; }

    /// <summary>The journal that journaled state is made with.</summary>
    protected Journal Journal { get; }

    public byte[] Invoke(CallContext call)
    {
        if (call.Data.IsEmpty)
        {
            Receive(call);
            return [];
        }

        // As in compiled Solidity, an unknown selector, value for a function that takes none, and malformed arguments all revert without
        // data.
        if (!BinaryPrimitives.TryReadUInt32BigEndian(call.Data.Span, out uint selector)
            || !_functions.TryGetValue(selector, out (AbiFunction Function, SystemCall Body, ulong Gas) entry)
            || (!entry.Function.IsPayable && !call.Value.IsZero))
        {
            throw RevertException.Empty();
        }

        object?[] arguments;
        try
        {
            arguments = entry.Function.DecodeCall(call.Data.Span);
        }
        catch (AbiException)
        {
            throw RevertException.Empty();
        }

        call.UseGas(entry.Gas);
        return entry.Function.EncodeResult(entry.Body(call, arguments));
    }

    /// <summary>Name and address.</summary>
    public override string ToString() => $"{Name} at {Address}";

    /// <summary>Gives a function its body.</summary>
    /// <param name="function">The declaration, shared with the client.</param>
    /// <param name="body">Its body; reverts by throwing <see cref="Revert(string)"/>.</param>
    /// <param name="gas">What it costs beside logs and transfers, which are counted by themselves; 0 takes the default for a view or a
    /// write.</param>
    protected void Handle(AbiFunction function, SystemCall body, ulong gas = 0) =>
        _functions.Add(function.Selector, (function, body, gas > 0 ? gas : function.IsView ? ReadGas : WriteGas));

    /// <summary>Gives a function without parameters its single result.</summary>
    protected void Handle(AbiFunction function, Func<object?> result) => Handle(function, (_, _) => [result()]);

    /// <summary>Takes value that comes without data; unless overridden it is refused.</summary>
    /// <exception cref="RevertException">The contract takes no bare transfers.</exception>
    protected virtual void Receive(CallContext call) => throw RevertException.Empty();

    /// <summary>The refusal of <c>require(false, text)</c>, to be thrown.</summary>
    protected static RevertException Revert(string text) => RevertException.WithText(text);

    /// <summary>The refusal with a custom error, to be thrown.</summary>
    protected static RevertException Revert(AbiError error, params object?[] arguments) => RevertException.WithError(error, arguments);
}
