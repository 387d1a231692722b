namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>What became of one settlement of a batch.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol, enum SettlementStatus.</remarks>
internal enum SettlementStatus
{
    /// <summary>The whole fee is paid.</summary>
    Success = 0,

    /// <summary>The balance is paid, which is less than the fee.</summary>
    Partial = 1,

    /// <summary>It names another provider, or the provider offers nothing.</summary>
    ProviderMismatch = 2,

    /// <summary>User or owner does not trust the signer, or there is none.</summary>
    NoTeeSigner = 3,

    /// <summary>The nonce was used.</summary>
    InvalidNonce = 4,

    /// <summary>Somebody else signed; also where there is no account.</summary>
    InvalidSignature = 5,
}
