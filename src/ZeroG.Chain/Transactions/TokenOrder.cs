namespace ZeroG.Chain.Transactions;

/// <summary>A payment to be made.</summary>
/// <param name="Recipient">Who gets it.</param>
/// <param name="Amount">How much.</param>
/// <param name="MaxFee">The most that the fee may be; null for no limit.</param>
/// <param name="Reference">Names the payment on its chain: given again with the same recipient and amount, it is not made again. Null for a
/// payment that is made each time.</param>
public sealed record TokenOrder(Address Recipient, TokenAmount Amount, TokenAmount? MaxFee = null, string? Reference = null);
