namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>What is wrong with the bytes of a point.</summary>
internal enum PointFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A coordinate is not below the modulus of its field.</summary>
    Coordinate,

    /// <summary>Bits that mark the form are set as this form does not have them.</summary>
    Flags,

    /// <summary>The point at infinity, which no parameter is.</summary>
    Infinity,

    /// <summary>The coordinates are not those of a point of the curve.</summary>
    OffCurve,

    /// <summary>A point of the curve that is not in the group.</summary>
    OutsideGroup,
}
