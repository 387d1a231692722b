namespace ZeroG.Compute.Accounts;

/// <summary>Which way money moved.</summary>
public enum FundMovementKind
{
    /// <summary>From the wallet to a main account.</summary>
    Deposit,

    /// <summary>From the main account to a sub-account.</summary>
    Transfer,

    /// <summary>From the main account to the wallet.</summary>
    Withdrawal,
}
