BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $folder = [System.IO.Directory]::CreateTempSubdirectory('zerog-da-').FullName
    $env:ZEROG_HOME = Join-Path $folder 'home'
    $locationBefore = (Get-Location).Path
    Set-Location $folder
    [System.IO.File]::WriteAllText((Join-Path $folder 'hello.txt'), 'hello')
    $parameters = New-ZgDaParameter -Development -Shape 6, 5 -WarningAction Ignore
}

AfterAll {
    Set-Location $locationBefore
    $env:ZEROG_HOME = $homeBefore
    Remove-Item $folder -Recurse
}

Describe 'New-ZgDaParameter' {
    It 'finds parameters for development again' {
        (New-ZgDaParameter -Development -Shape 6, 5 -WarningAction Ignore).Path | Should -Be $parameters.Path
    }
}

Describe 'Test-ZgDaParameter' {
    It 'answers with one Boolean under -Quiet' {
        $parameters | Test-ZgDaParameter -Quiet | Should -BeTrue
    }
}

Describe 'ConvertTo-ZgEncodedBlob' {
    It 'puts the slices of each file into a folder of its own under -Destination' {
        $blob = ConvertTo-ZgEncodedBlob hello.txt -ParameterPath $parameters -Destination encoded -WarningAction Ignore
        $blob.Path | Should -Be (Join-Path $folder 'encoded/hello.txt.slices')
        $blob.Slices.Count | Should -Be 192
        "$($blob.Root)" | Should -Match '^0x[0-9a-f]{64}$'
        "$($blob.Commitment)" | Should -Match '^0x[0-9a-f]{128}$'
    }

    It 'reports missing parameters with an id' {
        { ConvertTo-ZgEncodedBlob hello.txt -ParameterPath none -ErrorAction Stop } | Should -Throw -ErrorId 'ZgParameterNotFound,*'
    }
}

Describe 'Test-ZgDaSlice' {
    It 'gives one answer for each slice' {
        $checks = @(Test-ZgDaSlice encoded/hello.txt.slices -ParameterPath $parameters -WarningAction Ignore)
        $checks.Count | Should -Be 192
        @($checks | Where-Object { -not $_.Passed }).Count | Should -Be 0
    }
}

Describe 'ConvertFrom-ZgEncodedBlob' {
    It 'brings the file back under its name into a folder' {
        $file = ConvertFrom-ZgEncodedBlob encoded/hello.txt.slices -Destination back/
        $file.Path | Should -Be (Join-Path $folder 'back/hello.txt')
        [System.IO.File]::ReadAllText($file.Path) | Should -Be 'hello'
    }

    It 'does not overwrite without -Force' {
        { ConvertFrom-ZgEncodedBlob encoded/hello.txt.slices -Destination back/ -ErrorAction Stop } |
            Should -Throw -ErrorId 'ZgTargetExists,*'
    }
}

Describe 'Start-ZgDaEncoder' {
    It 'starts a node that Get-ZgNode finds' {
        $null = Start-ZgDaEncoder encoder -ParameterPath $parameters -WarningAction Ignore
        "$((Get-ZgNode encoder).Kind)" | Should -Be 'DaEncoder'
        "$((Get-ZgNode encoder).State)" | Should -Be 'Running'
        Stop-ZgNode encoder
    }
}
