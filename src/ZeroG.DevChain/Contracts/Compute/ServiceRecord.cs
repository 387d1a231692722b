using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>What a provider offers, as far as both service contracts look at it.</summary>
/// <param name="Provider">Who offers it.</param>
/// <param name="TeeSigner">Whose signatures settle its fees.</param>
/// <param name="IsAcknowledged">Whether the owner of the contract has approved the signer.</param>
internal abstract record ServiceRecord(Address Provider, Address TeeSigner, bool IsAcknowledged)
{
    /// <summary>Whether fees can be settled for a user at all.</summary>
    public bool CanSettle(SubAccountState account) => account.IsAcknowledged && IsAcknowledged && !TeeSigner.IsZero;

    /// <summary>The fields in the order of the contract's struct Service.</summary>
    public abstract object?[] ToValues();
}
