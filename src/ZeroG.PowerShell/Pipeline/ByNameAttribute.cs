using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Lets a parameter that names a thing take the thing itself: an object with a <c>Name</c> stands for its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByNameAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is null or string
        || PSObject.AsPSObject(inputData) is not { BaseObject: not string } thing
        || thing.Properties["Name"]?.Value is not string name
            ? inputData!
            : name;
}
