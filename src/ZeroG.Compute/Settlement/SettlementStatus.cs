namespace ZeroG.Compute.Settlement;

/// <summary>What the inference contract made of one item of a settlement.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol, <c>SettlementStatus</c>.</remarks>
public enum SettlementStatus
{
    /// <summary>Paid whole.</summary>
    Success = 0,

    /// <summary>The balance was taken, and it did not cover the fee.</summary>
    Partial = 1,

    /// <summary>The item names another provider than the sender, or one without a service.</summary>
    ProviderMismatch = 2,

    /// <summary>The network operator or the user has not acknowledged the TEE signer.</summary>
    NoTeeSigner = 3,

    /// <summary>The nonce is not above that of the last settlement.</summary>
    InvalidNonce = 4,

    /// <summary>The account does not exist, or the signature is not the service's TEE signer's.</summary>
    InvalidSignature = 5,
}
