#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false

// Reads the embedded resource `_framework/blazor.web.js` out of an assembly, without loading it
// (so that it works whatever the operating system and processor the assembly was built for).
// Usage: ExtractBlazorScript <assembly> <output file>
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

const string resourceName = "_framework/blazor.web.js";

using var stream = File.OpenRead(args[0]);
using var assembly = new PEReader(stream);
var metadata = assembly.GetMetadataReader();

foreach (var handle in metadata.ManifestResources)
{
    var resource = metadata.GetManifestResource(handle);
    if (!resource.Implementation.IsNil || metadata.GetString(resource.Name) != resourceName)
    {
        continue;
    }

    var resources = assembly.PEHeaders.CorHeader!.ResourcesDirectory;
    var reader = assembly.GetSectionData(resources.RelativeVirtualAddress).GetReader();
    reader.Offset = (int)resource.Offset;
    var length = reader.ReadInt32();
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
    File.WriteAllBytes(args[1], reader.ReadBytes(length));
    return 0;
}

Console.Error.WriteLine($"{args[0]} holds no resource named {resourceName}.");
return 1;
