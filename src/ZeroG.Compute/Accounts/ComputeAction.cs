namespace ZeroG.Compute.Accounts;

/// <summary>What a user was about to do when a contract refused; the same error means different things for different actions.</summary>
public enum ComputeAction
{
    /// <summary>Pay into a main account.</summary>
    Deposit,

    /// <summary>Move money from the main account to a sub-account.</summary>
    Transfer,

    /// <summary>Collect refunds and ask for new ones.</summary>
    Refund,

    /// <summary>Take money from the main account back to the wallet.</summary>
    Withdraw,

    /// <summary>Trust a provider's signer, or no longer.</summary>
    Acknowledge,

    /// <summary>Make API keys void.</summary>
    RevokeTokens,

    /// <summary>Take a trained model.</summary>
    AcknowledgeDeliverable,
}
