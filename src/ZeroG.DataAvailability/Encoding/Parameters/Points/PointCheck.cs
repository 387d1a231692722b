using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>What every form has to check once the coordinates are known.</summary>
internal static class PointCheck
{
    public static PointFault Of(in G1Affine point) =>
        point.IsInfinity ? PointFault.Infinity : point.IsOnCurve() ? PointFault.None : PointFault.OffCurve;

    public static PointFault Of(in G2Affine point)
    {
        if (point.IsInfinity)
        {
            return PointFault.Infinity;
        }

        return !point.IsOnCurve() ? PointFault.OffCurve : point.IsInSubgroup() ? PointFault.None : PointFault.OutsideGroup;
    }
}
