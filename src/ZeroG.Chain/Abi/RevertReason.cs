using System.Collections;
using System.Numerics;

namespace ZeroG.Chain.Abi;

/// <summary>Why a call reverted, from the data that it returned.</summary>
public sealed class RevertReason
{
    /// <summary>The error of <c>require(false, "text")</c>; selector 0x08c379a0.</summary>
    public static readonly AbiError Error = AbiError.Parse("error Error(string message)");

    /// <summary>The error of the compiler's own checks; selector 0x4e487b71.</summary>
    public static readonly AbiError Panic = AbiError.Parse("error Panic(uint256 code)");

    private RevertReason(RevertKind kind, string message, AbiError? definition, object?[] arguments, byte[] data)
    {
        Kind = kind;
        Message = ForeignText.Clean(message);
        Definition = definition;
        Arguments = arguments;
        Data = data;
    }

    /// <summary>Which form the data has.</summary>
    public RevertKind Kind { get; }

    /// <summary>
    /// The reason for people, up to 500 characters: the contract's own text, a panic with its meaning, or the custom error with its
    /// arguments.
    /// </summary>
    public string Message { get; }

    /// <summary>The declaration of the error; null when the data is empty or unknown.</summary>
    public AbiError? Definition { get; }

    /// <summary>The error's arguments; empty when there are none.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>The data as it came.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Reads revert data. Never fails: data that fits no known error is <see cref="RevertKind.Unknown"/>.</summary>
    /// <param name="data">What the call returned.</param>
    /// <param name="known">The custom errors to look for; the first whose selector and arguments fit is taken.</param>
    public static RevertReason Decode(ReadOnlySpan<byte> data, IEnumerable<AbiError>? known = null)
    {
        if (data.IsEmpty)
        {
            return new RevertReason(RevertKind.Empty, "reverted without a reason", null, [], []);
        }

        AbiError[] builtIn = [Error, Panic];
        foreach (AbiError error in builtIn.Concat(known ?? []))
        {
            if (TryDecode(error, data, out object?[] arguments))
            {
                (RevertKind kind, string message) =
                    error == Error ? (RevertKind.Error, (string)arguments[0]!)
                    : error == Panic ? (RevertKind.Panic, DescribePanic((BigInteger)arguments[0]!))
                    : (RevertKind.Custom, Describe(error, arguments));
                return new RevertReason(kind, message, error, arguments, data.ToArray());
            }
        }

        ReadOnlySpan<byte> shown = data[..Math.Min(data.Length, ForeignText.LongestShown)];
        return new RevertReason(RevertKind.Unknown, "unknown error " + Hex.ToHex(shown), null, [], data.ToArray());
    }

    /// <summary>The message.</summary>
    public override string ToString() => Message;

    private static bool TryDecode(AbiError error, ReadOnlySpan<byte> data, out object?[] arguments)
    {
        arguments = [];
        if (!AbiSelector.TryRead(data, out uint selector) || selector != error.Selector)
        {
            return false;
        }

        try
        {
            arguments = error.Decode(data);
            return true;
        }
        catch (AbiException)
        {
            // A contract may return any bytes behind a known selector; to the caller they are as good as unknown ones.
            return false;
        }
    }

    // Codes and meanings: Solidity documentation, "Panic via assert and Error via require".
    private static string DescribePanic(BigInteger code)
    {
        string meaning = code <= 0xFF ? (int)code switch
        {
            0x00 => "generic panic of the compiler",
            0x01 => "assertion failed",
            0x11 => "arithmetic overflow or underflow",
            0x12 => "division or modulo by zero",
            0x21 => "value out of range of an enum",
            0x22 => "incorrectly encoded storage byte array",
            0x31 => "pop on an empty array",
            0x32 => "array index out of bounds",
            0x41 => "too much memory allocated",
            0x51 => "call of an uninitialised function pointer",
            _ => "unknown code",
        }
        : "unknown code";
        return $"panic {Hex.ToQuantity(code)}: {meaning}";
    }

    private static string Describe(AbiError error, object?[] arguments) =>
        $"{error.Name}({string.Join(", ", error.Inputs.Zip(arguments, DescribeArgument))})";

    private static string DescribeArgument(AbiParameter input, object? value) =>
        (input.Name.Length > 0 ? input.Name + ": " : "") + Format(value);

    private static string Format(object? value) => value switch
    {
        byte[] bytes => Hex.ToHex(bytes),
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Format))}]",
        _ => value?.ToString() ?? "",
    };
}
