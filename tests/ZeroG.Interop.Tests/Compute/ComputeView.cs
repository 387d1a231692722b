using ZeroG.Chain;
using ZeroG.Chain.Abi;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>Something to look at.</summary>
/// <param name="Name">What it is, for the message of a failure.</param>
/// <param name="From">Who asks.</param>
/// <param name="To">Whom.</param>
/// <param name="Data">Call data.</param>
internal sealed record ComputeView(string Name, Address From, Address To, byte[] Data)
{
    /// <summary>A view function.</summary>
    public static ComputeView Of(Address from, Address to, AbiFunction function, params object?[] arguments) =>
        new($"{function.Name}({string.Join(", ", arguments)})", from, to, function.EncodeCall(arguments));
}
