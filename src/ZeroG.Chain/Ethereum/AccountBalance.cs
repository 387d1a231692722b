namespace ZeroG.Chain.Ethereum;

/// <summary>What an account held when a network was asked.</summary>
/// <param name="Address">The account.</param>
/// <param name="Amount">Exact to the neuron.</param>
/// <param name="Network">Name of the network.</param>
public sealed record AccountBalance(Address Address, TokenAmount Amount, string Network)
{
    /// <summary>The amount, for use in text.</summary>
    public override string ToString() => Amount.ToString();
}
