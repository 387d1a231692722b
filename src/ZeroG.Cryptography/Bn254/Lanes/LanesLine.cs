namespace ZeroG.Cryptography.Bn254;

/// <summary>Eight lines at once: see <see cref="Line"/>.</summary>
internal struct LanesLine
{
    public LanesFq2 Y;
    public LanesFq2 X;
    public LanesFq2 Constant;
}
