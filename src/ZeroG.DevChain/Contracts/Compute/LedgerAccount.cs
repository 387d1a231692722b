using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The main account of a user, in wei.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Available">What is not with a provider.</param>
/// <param name="Total">What was paid in and is not spent yet, wherever it is.</param>
/// <param name="AdditionalInfo">Text of the user.</param>
internal sealed record LedgerAccount(Address User, BigInteger Available, BigInteger Total, string AdditionalInfo)
{
    /// <summary>The fields in the order of the contract's struct Ledger.</summary>
    public object?[] ToValues() => [User, Available, Total, AdditionalInfo];
}
