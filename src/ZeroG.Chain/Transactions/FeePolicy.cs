using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Chooses fees. On 0G the node suggests a tip of 1 wei while its pool refuses less than 2 gwei, so the tip is the larger of suggestion and
/// minimum, and the minimum is learned from refusals. Shared by all senders of a session; safe for use from several threads.
/// </summary>
public sealed partial class FeePolicy
{
    // A node that names a minimum must not be able to empty the account: ten times the highest price seen in official guides (50 gwei).
    private static readonly BigInteger HighestLearned = TokenAmount.FromGwei(500).Wei;

    // What to try where a refusal names no number: the minimum of 0G's pools (0g-agentic-id, QUIRKS.md).
    private static readonly BigInteger UsualMinimum = TokenAmount.FromGwei(2).Wei;

    private readonly Lock _lock = new();
    private BigInteger _minimumTip;

    /// <param name="minimumTip">Tip per gas below which the network's pool refuses.</param>
    public FeePolicy(TokenAmount minimumTip) => _minimumTip = minimumTip.Wei;

    /// <summary>The minimum as known by now.</summary>
    public TokenAmount MinimumTip
    {
        get
        {
            lock (_lock)
            {
                return new TokenAmount(_minimumTip);
            }
        }
    }

    /// <summary>
    /// Cap and tip for a request: tip = max(suggestion, minimum), cap = 2·base fee + tip, unless the request says otherwise.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgFeeTooLow</c>: the request's own values would be refused, or never be mined.</exception>
    /// <exception cref="ArgumentException">The request has a gas price and a cap or tip as well.</exception>
    public GasFees Choose(NetworkFees now, TransactionRequest request)
    {
        BigInteger minimum = MinimumTip.Wei;
        if (request.GasPrice is { } price)
        {
            if (request.MaxFeePerGas is not null || request.MaxPriorityFeePerGas is not null)
            {
                throw new ArgumentException("Give a gas price, or a cap and a tip, not both.", nameof(request));
            }

            return Check(new GasFees(price, price), now, minimum);
        }

        BigInteger tip = request.MaxPriorityFeePerGas ?? BigInteger.Max(now.SuggestedTip, minimum);
        BigInteger cap = request.MaxFeePerGas ?? (2 * now.BaseFee) + tip;
        // A tip of our own choice bows to the user's cap; one of the user's choice must fit by itself.
        tip = request.MaxPriorityFeePerGas is null ? BigInteger.Max(minimum, BigInteger.Min(tip, cap - now.BaseFee)) : tip;
        return Check(new GasFees(cap, tip), now, minimum);
    }

    /// <summary>Learns from the pool's refusal of a tip; false when the refusal is about something else or teaches nothing new.</summary>
    /// <param name="refusal">The node's words.</param>
    /// <param name="tried">The tip that was refused.</param>
    public bool TryLearn(string refusal, BigInteger tried)
    {
        // A replacement is refused for the price of another transaction, not for the pool's minimum.
        if (!TipRefused().IsMatch(refusal) || refusal.Contains("replacement", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        BigInteger named = ReadMinimum(refusal) ?? BigInteger.Max(2 * tried, UsualMinimum);
        lock (_lock)
        {
            if (named <= tried || named > HighestLearned)
            {
                return false;
            }

            _minimumTip = BigInteger.Max(_minimumTip, named);
            return true;
        }
    }

    private static GasFees Check(GasFees fees, NetworkFees now, BigInteger minimum)
    {
        if (fees.MaxPriorityFeePerGas < minimum)
        {
            throw TooLow($"a tip of {Gwei(fees.MaxPriorityFeePerGas)} is below the network's minimum of {Gwei(minimum)}", now, minimum);
        }

        if (fees.MaxFeePerGas < now.BaseFee + minimum)
        {
            throw TooLow($"a cap of {Gwei(fees.MaxFeePerGas)} is below base fee plus minimum tip", now, minimum);
        }

        return fees.MaxPriorityFeePerGas <= fees.MaxFeePerGas
            ? fees
            : throw TooLow($"a cap of {Gwei(fees.MaxFeePerGas)} is below its own tip of {Gwei(fees.MaxPriorityFeePerGas)}", now, minimum);
    }

    private static ZeroGException TooLow(string reason, NetworkFees now, BigInteger minimum) => new(
        "ZgFeeTooLow", ErrorKind.InvalidArgument,
        $"The transaction would not be accepted: {reason}. Offer at least {Gwei(now.BaseFee + minimum)} per gas, "
        + "or leave the price to ZeroG.");

    private static string Gwei(BigInteger wei) => new TokenAmount(wei).ToString("gwei", null);

    /// <summary>"minimum 2 gwei", "minimum needed 2000000000"; null when the words name no number.</summary>
    private static BigInteger? ReadMinimum(string refusal)
    {
        if (GweiNumber().Match(refusal) is { Success: true } gwei
            && TokenAmount.TryParseUnits(gwei.Groups[1].ValueSpan, 9, out TokenAmount amount))
        {
            return amount.Wei;
        }

        return WeiNumber().Match(refusal) is { Success: true } wei
            ? BigInteger.Parse(wei.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex("tip cap|minimum|underpriced|fee too low", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TipRefused();

    [GeneratedRegex(@"minimum\D*?(\d{1,12}(?:\.\d{1,9})?)\s*gwei", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GweiNumber();

    [GeneratedRegex(@"minimum\D*?(\d{1,30})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WeiNumber();
}
