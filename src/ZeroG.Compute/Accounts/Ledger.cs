using ZeroG.Chain;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Accounts;

/// <summary>The main account of a user.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Available">What lies in the main account.</param>
/// <param name="Total">What was deposited and is not yet spent, sub-accounts included.</param>
/// <param name="AdditionalInfo">A text of the user's, kept with the account.</param>
public sealed record Ledger(Address User, TokenAmount Available, TokenAmount Total, string AdditionalInfo)
{
    /// <summary>What lies in sub-accounts.</summary>
    public TokenAmount Locked => Total - Available;

    /// <summary>Takes the fields of the contract's struct.</summary>
    public static Ledger FromAbi(object?[] fields) =>
        new((Address)fields[0]!, Amount(fields[1]), Amount(fields[2]), (string)fields[3]!);
}
