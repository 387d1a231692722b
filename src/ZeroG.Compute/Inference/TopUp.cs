using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// How much a sub-account lacks (0G compute specification 2.4 and 2.6). A broker serves only while what is free covers what is owed and a
/// reserve of 1 0G, on every network.
/// </summary>
public static class TopUp
{
    /// <summary>The reserve that brokers want beside all fees, and the least that is moved at once.</summary>
    public static readonly TokenAmount Reserve = new(BigInteger.Pow(10, 18));

    /// <summary>Reserves to keep: the official client's default.</summary>
    public const int DefaultMultiplier = 2;

    // One reserve is wanted, and by some services their fee beforehand. What lies between this and the default multiplier is there to be
    // spent: without it the first answers after a transfer would make the next shortage.
    private static readonly TokenAmount Low = new(Reserve.Wei * 3 / 2);

    /// <summary>Whether it is time to move something: what is free beside what is owed is less than one and a half reserves.</summary>
    /// <param name="free">Balance less pending refunds; zero without a sub-account.</param>
    /// <param name="unsettled">What is owed and not yet taken.</param>
    public static bool IsLow(TokenAmount free, TokenAmount unsettled) => free < unsettled + Low;

    /// <summary>What to move to the sub-account; null when it has enough.</summary>
    /// <param name="free">Balance less pending refunds; zero without a sub-account.</param>
    /// <param name="unsettled">What is owed and not yet taken.</param>
    /// <param name="multiplier">Reserves to keep.</param>
    public static TokenAmount? Needed(TokenAmount free, TokenAmount unsettled, int multiplier = DefaultMultiplier)
    {
        TokenAmount deficit = unsettled + (Reserve * multiplier) - free;
        return deficit.Wei.Sign <= 0 ? null : deficit > Reserve ? deficit : Reserve;
    }

    /// <summary>What is missing for a broker to serve; zero when nothing is.</summary>
    /// <param name="free">Balance less pending refunds.</param>
    /// <param name="unsettled">What is owed and not yet taken.</param>
    /// <param name="fee">What the request costs beforehand; zero for chat.</param>
    public static TokenAmount Missing(TokenAmount free, TokenAmount unsettled, TokenAmount fee)
    {
        TokenAmount missing = unsettled + fee + Reserve - free;
        return missing.Wei.Sign > 0 ? missing : TokenAmount.Zero;
    }
}
