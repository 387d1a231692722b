using ZeroG.Chain;

namespace ZeroG.Compute.Settlement;

/// <summary>What one request cost, until it is settled.</summary>
/// <param name="RequestHash">Id of the request, a UUID as text.</param>
/// <param name="User">Who owes it.</param>
/// <param name="InputFee">For what was sent.</param>
/// <param name="OutputFee">For what was answered.</param>
/// <param name="CreatedAt">When it was answered.</param>
public sealed record FeeRow(string RequestHash, Address User, TokenAmount InputFee, TokenAmount OutputFee, DateTimeOffset CreatedAt)
{
    /// <summary>Both fees together.</summary>
    public TokenAmount Fee => InputFee + OutputFee;
}
