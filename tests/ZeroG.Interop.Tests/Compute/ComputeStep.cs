using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>One call that both chains get.</summary>
/// <param name="Name">What it is, for the message of a failure.</param>
/// <param name="From">Who calls; a contract can only try.</param>
/// <param name="To">Whom.</param>
/// <param name="Data">Call data.</param>
/// <param name="Value">Wei that travel along.</param>
internal sealed record ComputeStep(string Name, Address From, Address To, byte[] Data, BigInteger Value)
{
    /// <summary>Seconds that pass before.</summary>
    public int Seconds { get; init; } = 1;

    /// <summary>False to try it only: what it would do is told, and nothing is changed.</summary>
    public bool IsSent { get; init; } = true;

    /// <summary>A call of a declared function.</summary>
    public static ComputeStep Of(Address from, Address to, AbiFunction function, params object?[] arguments) =>
        new($"{function.Name}({Text(arguments)})", from, to, function.EncodeCall(arguments), BigInteger.Zero);

    /// <summary>The same with money.</summary>
    public ComputeStep With(string amount) => this with { Name = $"{Name} with {amount}", Value = TokenAmount.Parse(amount).Wei };

    /// <summary>The same after some time.</summary>
    public ComputeStep After(int seconds) => this with { Seconds = seconds };

    /// <summary>The same, but only tried.</summary>
    public ComputeStep Tried() => this with { IsSent = false };

    private static string Text(object?[] values) => string.Join(", ", values.Select(value => value switch
    {
        byte[] bytes => Hex.ToHex(bytes),
        object?[] items => $"[{Text(items)}]",
        string { Length: > 80 } text => $"{text.Length} characters",
        _ => $"{value}",
    }));
}
