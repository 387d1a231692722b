using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Points;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>The ways in which parameters fail those who use them, each with what to do.</summary>
internal static class ParameterFailure
{
    private const string Again = "Copy or download it again.";

    public static ZeroGException NotFound(string folder, string what) => new(
        "ZgParameterNotFound", ErrorKind.ObjectNotFound, $"'{folder}' {what}", folder);

    public static ZeroGException Unreadable(string path, Exception cause) => new(
        "ZgParameterUnreadable", ErrorKind.ReadError,
        $"'{path}' cannot be read: {cause.Message} Check its permissions and the disk.", path, cause);

    /// <summary>The file does not have the form that its name promises.</summary>
    public static ZeroGException Invalid(string path, string what) => new(
        "ZgParameterInvalid", ErrorKind.InvalidData, $"'{path}' {what} {Again}", path);

    /// <summary>The file has its form, and a point in it that cannot be.</summary>
    public static ZeroGException InvalidPoint(string path, string section, long index, PointFault fault) => Invalid(
        path, $"has a bad point, number {index} of its {section}: {Describe(fault)}.");

    public static ZeroGException WrongLength(string path, long length, long expected) => Invalid(
        path, $"has {length:N0} bytes and should have {expected:N0}.");

    public static ZeroGException OtherShape(string path, string found, MatrixShape expected) => new(
        "ZgParameterShape", ErrorKind.InvalidArgument,
        $"'{path}' holds parameters for {found}, not for a matrix of {expected}. Name the shape that it is for, or other parameters.",
        path);

    /// <summary>Parameters of several origins in one folder would be taken for each other.</summary>
    public static ZeroGException Mixed(string folder, string present) => new(
        "ZgParameterMixed", ErrorKind.ResourceExists,
        $"'{folder}' holds {present}. Choose another folder, so that the two are never mixed up.", folder);

    /// <summary>The bytes are not those that were written.</summary>
    public static ZeroGException Altered(string path, string section) => new(
        "ZgParameterAltered", ErrorKind.SecurityError,
        $"'{path}' was altered or is damaged: its {section} does not have the checksum that it was written with. "
        + "Remove it, so that it is made anew, or copy it again.",
        path);

    public static string Describe(PointFault fault) => fault switch
    {
        PointFault.Coordinate => "a coordinate is not below the modulus",
        PointFault.Flags => "its flags are not those of this form",
        PointFault.Infinity => "it is the point at infinity",
        PointFault.OffCurve => "it is not on the curve",
        PointFault.OutsideGroup => "it is not in the group",
        _ => "nothing is wrong with it",
    };
}
