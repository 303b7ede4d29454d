<#
Shares the school's database from the start of Windows, without anybody being signed in.
Not tried on a real Windows yet: read README.md beside this file first.

    powershell -ExecutionPolicy Bypass -File share-at-startup.ps1 -Program C:\DesktopAdmin -Data C:\ProgramData\DesktopAdmin
    powershell -ExecutionPolicy Bypass -File share-at-startup.ps1 -Remove

As an administrator. A task of Windows' own scheduler: nothing else has to be installed.
#>
param(
    [string]$Program = "C:\DesktopAdmin",
    [string]$Data = "$env:ProgramData\DesktopAdmin",
    [int]$Port = 8443,
    [switch]$Remove
)
$ErrorActionPreference = "Stop"
$Name = "Desktop Admin sharing"
$Account = "NT AUTHORITY\LOCAL SERVICE"

if ($Remove) {
    Stop-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue
    Unregister-ScheduledTask -TaskName $Name -Confirm:$false
    Remove-NetFirewallRule -DisplayName $Name -ErrorAction SilentlyContinue
    Write-Output "Removed. The data in $Data is untouched."
    exit 0
}

$Python = Join-Path $Program ".venv\Scripts\python.exe"
if (-not (Test-Path $Python)) { throw "$Python is missing. Run py run.py in $Program once." }

# The data belongs to the task's account and to administrators, and to nobody else.
New-Item -ItemType Directory -Force -Path $Data | Out-Null
icacls $Data /inheritance:r /grant "*S-1-5-19:(OI)(CI)M" "*S-1-5-32-544:(OI)(CI)F" "*S-1-5-18:(OI)(CI)F" | Out-Null

$Action = New-ScheduledTaskAction -Execute $Python -WorkingDirectory $Program `
    -Argument "-m desktop_admin serve --no-code --data `"$Data`" --listen 0.0.0.0:$Port"
$Trigger = New-ScheduledTaskTrigger -AtStartup
$Settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999 `
    -RestartInterval (New-TimeSpan -Minutes 1) -MultipleInstances IgnoreNew -AllowStartIfOnBatteries `
    -DontStopIfGoingOnBatteries
$Principal = New-ScheduledTaskPrincipal -UserId $Account -LogonType ServiceAccount -RunLevel Limited
Register-ScheduledTask -TaskName $Name -Action $Action -Trigger $Trigger -Settings $Settings -Principal $Principal -Force | Out-Null

# From the school's own network only.
Remove-NetFirewallRule -DisplayName $Name -ErrorAction SilentlyContinue
New-NetFirewallRule -DisplayName $Name -Direction Inbound -Action Allow -Protocol TCP -LocalPort $Port `
    -Program $Python -Profile Domain,Private -RemoteAddress LocalSubnet | Out-Null

Start-ScheduledTask -TaskName $Name
Write-Output "Sharing on port $Port. A pairing code: & `"$Python`" -m desktop_admin pcs --code --data `"$Data`""
