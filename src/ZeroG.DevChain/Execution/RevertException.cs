using ZeroG.Chain;
using ZeroG.Chain.Abi;

namespace ZeroG.DevChain.Execution;

/// <summary>A contract refuses a call. Everything that the call changed is taken back; the data goes to the caller.</summary>
public sealed class RevertException : Exception
{
    /// <summary>A revert with raw data, which may be empty.</summary>
    public RevertException(byte[] data, string message)
        : base(message)
    {
        RevertData = data;
    }

    /// <summary>The bytes that a caller gets: an encoded error, or nothing.</summary>
    public ReadOnlyMemory<byte> RevertData { get; }

    /// <summary>A revert without a reason, as for an unknown selector or malformed arguments.</summary>
    public static RevertException Empty() => new([], "reverted without a reason");

    /// <summary>A revert with a text, as <c>require(false, text)</c> gives.</summary>
    public static RevertException WithText(string text) => new(RevertReason.Error.Encode(text), text);

    /// <summary>A revert with a custom error.</summary>
    public static RevertException WithError(AbiError error, params object?[] arguments)
    {
        byte[] data = error.Encode(arguments);
        return new RevertException(data, RevertReason.Decode(data, [error]).Message);
    }

    /// <summary>
    /// A revert by a check of the compiler, for example 0x11 for an arithmetic overflow (Solidity documentation, "Panic").
    /// </summary>
    public static RevertException Panic(int code) => new(RevertReason.Panic.Encode(code), $"panic code {Hex.ToQuantity((ulong)code)}");
}
